namespace Helmstuck.Tests.Terminal.Security;

/// <summary>
/// Whatever the command, the failure and the log level: no token, password or data of a Secret is in what the program prints or writes, but
/// for the backup, which is the object itself.
/// </summary>
public sealed class LeakTests(ITestOutputHelper output)
{
    private const int Runs = 200;

    private const int Seed = 8;

    [Fact]
    public async Task No_secret_is_in_any_output_log_journal_or_message()
    {
        var (secrets, characters, logged) = (0, 0L, 0);
        await Parallel.ForEachAsync(
            Enumerable.Range(Seed * Runs, Runs),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (seed, _) =>
            {
                await using var scene = new LeakScene(seed);
                var left = await scene.RunAsync();
                foreach (var (place, text) in left)
                {
                    Assert.True(
                        !scene.In(text).Any(),
                        $"seed {seed}: {string.Join(", ", scene.In(text))} in {place}\n{scene.Told}\n{text}"
                    );
                    Interlocked.Add(ref characters, text.Length);
                    if (text.Contains("] \"Response\"", StringComparison.Ordinal))
                        Interlocked.Increment(ref logged);
                }
                Interlocked.Add(ref secrets, scene.Secrets);
            }
        );
        output.WriteLine($"no leak: {Runs} runs, {secrets} secrets, {characters / 1024} KB of output, {logged} logs of requests");
        Assert.InRange(logged, Runs / 4, Runs * 2);
    }
}
