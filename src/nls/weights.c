#include "nls/weights.h"

/* WEIGHTS_FILE is weights.bin, which the build unpacks from weights.tar.xz. */
__asm__(".pushsection .rodata\n"
        ".balign 64\n"
        ".globl nls_weights\n"
        ".hidden nls_weights\n"
        ".type nls_weights, @object\n"
        "nls_weights:\n"
        ".incbin \"" WEIGHTS_FILE "\"\n"
        ".size nls_weights, .-nls_weights\n"
        ".popsection\n");
