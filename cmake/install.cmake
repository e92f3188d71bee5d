# What `make install` puts where. The package files find their prefix from where
# they lie, so that an installed tree may be moved.
include(CMakePackageConfigHelpers)

install(TARGETS esent esent_static EXPORT esentTargets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES ${CMAKE_SOURCE_DIR}/include/esent.h ${CMAKE_SOURCE_DIR}/include/esent_engine.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
if(TARGET esentutl)
  install(TARGETS esentutl RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/esent)
install(EXPORT esentTargets NAMESPACE esent:: DESTINATION ${package_dir})
configure_package_config_file(${CMAKE_SOURCE_DIR}/cmake/esentConfig.cmake.in
  ${CMAKE_BINARY_DIR}/esentConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/esentConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/esentConfig.cmake ${CMAKE_BINARY_DIR}/esentConfigVersion.cmake
  DESTINATION ${package_dir})

file(RELATIVE_PATH PC_PREFIX /p/${CMAKE_INSTALL_LIBDIR}/pkgconfig /p)
string(REGEX REPLACE "/$" "" PC_PREFIX "${PC_PREFIX}")
configure_file(${CMAKE_SOURCE_DIR}/cmake/esent.pc.in ${CMAKE_BINARY_DIR}/esent.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/esent.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

file(GLOB man1 CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/man/*.1)
file(GLOB man3 CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/man/*.3)
install(FILES ${man1} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${man3} DESTINATION ${CMAKE_INSTALL_MANDIR}/man3)
