#!/bin/bash
# An installed library can be used: an empty prefix, then a small program built
# by pkg-config as C11, C17 and C++17, linked shared and static, and by CMake.
set -euo pipefail
# a sanitized library is not what gets installed
[ -z "$SANITIZE" ] || { echo "SKIPPED: the release build runs this"; exit 77; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix=$work/prefix
cmake --install "$BINARY_DIR" --prefix "$prefix" >"$work/install.log"

expect_file() { [ -e "$prefix/$1" ] || { echo "not installed: $1"; cat "$work/install.log"; exit 1; }; }
libdir=$(sed -n 's/^CMAKE_INSTALL_LIBDIR:PATH=//p' "$BINARY_DIR/CMakeCache.txt")
for file in include/esent.h include/esent_engine.h "$libdir/libesent.so" "$libdir/libesent.so.0" "$libdir/libesent.a" \
    "$libdir/pkgconfig/esent.pc" "$libdir/cmake/esent/esentConfig.cmake" bin/esentutl \
    share/man/man1/esentutl.1 share/man/man3/libesent.3 share/man/man3/esent.h.3; do
    expect_file "$file"
done
soname=$(readelf -d "$prefix/$libdir/libesent.so" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')
[ "$soname" = libesent.so.0 ] || { echo "soname is $soname"; exit 1; }
if grep -r "$SOURCE_DIR" "$prefix" --include='*.pc' --include='*.cmake' --include='*.h'; then
    echo "an installed file names the source tree"
    exit 1
fi

cat >"$work/program.c" <<'PROGRAM'
#include <esent.h>
#include <stdio.h>

int main(void)
{
    JET_INSTANCE instance = JET_instanceNil;
    JET_ERR err = JetCreateInstanceA(&instance, "installed");
    if (err < JET_errSuccess)
        return 1;
    JET_API_PTR page_size = 0;
    err = JetGetSystemParameterA(instance, JET_sesidNil, JET_paramDatabasePageSize, &page_size, NULL, 0);
    printf("%d %d\n", (int)err, (int)page_size);
    return JetTerm(instance) == JET_errSuccess ? 0 : 2;
}
PROGRAM
cp "$work/program.c" "$work/program.cc"
sed -i 's/NULL, 0/nullptr, 0/' "$work/program.cc"
export PKG_CONFIG_PATH=$prefix/$libdir/pkgconfig LD_LIBRARY_PATH=$prefix/$libdir
warnings=(-Wall -Wextra -Wpedantic -Werror)
read -ra flags <<<"$(pkg-config --cflags --libs esent)"
read -ra static_flags <<<"$(pkg-config --static --cflags --libs esent)"
expect_run() {
    local output
    output=$("$1") || { echo "$1: status $?, output $output"; exit 1; }
    [ "$output" = "0 4096" ] || { echo "$1 says: $output"; exit 1; }
}
for standard in c11 c17; do
    cc -std=$standard "${warnings[@]}" "$work/program.c" -o "$work/program-$standard" "${flags[@]}"
    expect_run "$work/program-$standard"
done
c++ -std=c++17 "${warnings[@]}" "$work/program.cc" -o "$work/program-c++17" "${flags[@]}"
expect_run "$work/program-c++17"
cc -std=c17 "$work/program.c" -o "$work/program-static" -Wl,-Bstatic "${static_flags[@]}" -Wl,-Bdynamic
if ldd "$work/program-static" | grep -q libesent; then
    echo "linked static, yet loads the shared library"
    exit 1
fi
(unset LD_LIBRARY_PATH && expect_run "$work/program-static")
[ "$(pkg-config --modversion esent)" = "$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$BINARY_DIR/CMakeCache.txt")" ]

mkdir "$work/cmake"
cp "$work/program.c" "$work/cmake/"
cat >"$work/cmake/CMakeLists.txt" <<'PROJECT'
cmake_minimum_required(VERSION 3.20)
project(user C)
find_package(esent 0.1 REQUIRED)
add_executable(user_shared program.c)
target_link_libraries(user_shared esent::esent)
add_executable(user_static program.c)
target_link_libraries(user_static esent::esent_static)
PROJECT
cmake -S "$work/cmake" -B "$work/cmake/build" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" >"$work/cmake.log"
cmake --build "$work/cmake/build" >>"$work/cmake.log" || { cat "$work/cmake.log"; exit 1; }
expect_run "$work/cmake/build/user_shared"
expect_run "$work/cmake/build/user_static"
"$prefix/bin/esentutl" --help >/dev/null
