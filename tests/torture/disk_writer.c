// Writes as it is told: "w OFFSET TEXT", "s" to synchronise the file and "d" its directory, with ; between them. For the test of power cuts.
#define _GNU_SOURCE
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char** argv)
{
    if (argc != 3) return 2;
    const int file = open64(argv[1], O_RDWR | O_CREAT, 0600);
    if (file < 0) return 1;
    char* rest = NULL;
    for (char* order = strtok_r(argv[2], ";", &rest); order; order = strtok_r(NULL, ";", &rest)) {
        char text[100] = "";
        long offset = 0;
        if (sscanf(order, "w %ld %99s", &offset, text) == 2) {
            if (pwrite64(file, text, strlen(text), offset) < 0) return 1;
        } else if (*order == 's') {
            if (fdatasync(file) != 0) return 1;
        } else if (*order == 'd') {
            char* const path = strdup(argv[1]);
            const int directory = open64(dirname(path), O_RDONLY);
            if (directory < 0 || fsync(directory) != 0) return 1;
            close(directory);
            free(path);
        }
    }
    return 0;
}
