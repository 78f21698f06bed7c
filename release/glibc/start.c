/*
 * glibc before 2.34 leaves the constructors of a program to a function that the program hands over; since 2.34 the start file of the
 * C library hands over none. So this one stands in between and hands it over: an old glibc calls it, a new one calls it instead of
 * looking for the constructors itself. They run once in both.
 */
typedef void initializer(int, char **, char **);
typedef int program(int, char **, char **);

extern initializer *__init_array_start[] __attribute__((visibility("hidden")));
extern initializer *__init_array_end[] __attribute__((visibility("hidden")));
extern void _init(void) __attribute__((visibility("hidden")));

#if defined(__aarch64__)
__asm__(".symver old_start_main, __libc_start_main@GLIBC_2.17");
#else
__asm__(".symver old_start_main, __libc_start_main@GLIBC_2.2.5");
#endif
int old_start_main(program *, int, char **, initializer *, void (*)(void), void (*)(void), void *);

static void run_constructors(int count, char **arguments, char **environment)
{
    _init();
    for (initializer **next = __init_array_start; next < __init_array_end; next++)
        (*next)(count, arguments, environment);
}

/* The linker sends the start file here (--wrap). A start file that is itself of an old glibc hands over its own function. */
int __wrap___libc_start_main(program *run, int count, char **arguments, initializer *constructors, void (*destructors)(void),
                             void (*unload)(void), void *stack)
{
    return old_start_main(run, count, arguments, constructors ? constructors : run_constructors, destructors, unload, stack);
}
