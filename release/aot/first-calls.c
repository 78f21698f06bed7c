/* Prints the functions that a program calls, in the order of their first calls.
 *   first-calls FUNCTIONS OUTPUT PROGRAM [ARGUMENT...]
 * FUNCTIONS: a line for each, "address name", the address in hexadecimal as nm prints it. Linux on x86-64. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

struct function {
    unsigned long address;
    char *name;
    unsigned char first;
    char seen;
};

static struct function *functions;
static size_t count;

static int compare(const void *left, const void *right)
{
    unsigned long a = ((const struct function *)left)->address, b = ((const struct function *)right)->address;
    return (a > b) - (a < b);
}

static void read_functions(const char *path)
{
    static char line[1 << 16];
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        char *name = strchr(line, ' ');
        if (!name)
            continue;
        name[strcspn(name, "\n")] = 0;
        if (count % 4096 == 0)
            functions = realloc(functions, (count + 4096) * sizeof *functions);
        functions[count++] = (struct function){ .address = strtoul(line, 0, 16), .name = strdup(name + 1) };
    }
    qsort(functions, count, sizeof *functions, compare);
}

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    read_functions(argv[1]);
    pid_t program = fork();
    if (program == 0) {
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        raise(SIGSTOP);
        execvp(argv[3], argv + 3);
        _exit(127);
    }
    int status;
    waitpid(program, &status, 0);
    ptrace(PTRACE_SETOPTIONS, program, 0, PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL);
    ptrace(PTRACE_CONT, program, 0, 0);
    waitpid(program, &status, 0);

    char path[64], first_line[512];
    snprintf(path, sizeof path, "/proc/%d/maps", program);
    FILE *maps = fopen(path, "r");
    unsigned long base = maps && fgets(first_line, sizeof first_line, maps) ? strtoul(first_line, 0, 16) : 0;
    snprintf(path, sizeof path, "/proc/%d/mem", program);
    int memory = open(path, O_RDWR);
    FILE *output = fopen(argv[2], "w");
    if (!base || memory < 0 || !output)
        return 1;
    /* A breakpoint on each function; the first call of each takes its own away. */
    const unsigned char breakpoint = 0xcc;
    for (size_t i = 0; i < count; i++) {
        functions[i].address += base;
        if (pread(memory, &functions[i].first, 1, functions[i].address) != 1 || pwrite(memory, &breakpoint, 1, functions[i].address) != 1)
            return 1;
    }
    ptrace(PTRACE_CONT, program, 0, 0);
    for (pid_t thread; (thread = waitpid(-1, &status, __WALL)) > 0;) {
        if (!WIFSTOPPED(status)) {
            if (thread == program)
                break;
            continue;
        }
        int signal = WSTOPSIG(status);
        if (signal == SIGTRAP && status >> 16 == 0) {
            struct user_regs_struct registers;
            ptrace(PTRACE_GETREGS, thread, 0, &registers);
            struct function key = { .address = registers.rip - 1 };
            struct function *called = bsearch(&key, functions, count, sizeof key, compare);
            if (called) {
                if (!called->seen && pwrite(memory, &called->first, 1, called->address) == 1)
                    fprintf(output, "%s\n", called->name);
                called->seen = 1;
                registers.rip--;
                ptrace(PTRACE_SETREGS, thread, 0, &registers);
                ptrace(PTRACE_CONT, thread, 0, 0);
                continue;
            }
        }
        ptrace(PTRACE_CONT, thread, 0, signal == SIGTRAP || signal == SIGSTOP ? 0 : signal);
    }
    return fclose(output);
}
