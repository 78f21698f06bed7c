namespace Helmstuck.Tests.Terminal.KillMatrix;

/// <summary>One command that is run again and again, to be killed at another moment each time.</summary>
/// <param name="verb">The journal's word for it: <c>delete</c>, <c>mark-failed</c>, <c>restore</c>.</param>
internal sealed class KillAttempt(KillScene scene, string verb, string[] arguments)
{
    /// <summary>The moments of its requests, as a run that is not killed has them.</summary>
    public async Task<IReadOnlyList<string>> RequestsAsync()
    {
        await scene.ResetAsync(there: verb != "restore");
        await using var run = new KillRun(scene);
        (await run.RunAsync(arguments)).MustSucceed();
        return run.Proxy.Moments;
    }

    /// <summary>The moments of its files, as a run that is not killed has them.</summary>
    public async Task<IReadOnlyList<string>> FilesAsync()
    {
        await scene.ResetAsync(there: verb != "restore");
        await using var run = new KillRun(scene);
        return await run.KillAtFileAsync(arguments, moment: -1);
    }

    /// <param name="late">What is held then arrives after everything has been looked at; else it is lost.</param>
    /// <returns>1 if that moment came, 0 if the run ended before.</returns>
    public async Task<int> AtRequestAsync(int moment, bool late)
    {
        await using var run = new KillRun(scene, moment);
        var verdict = await VerdictAsync(run);
        var killed = await run.KillAtRequestAsync(arguments);
        if (!late)
            run.Proxy.Drop();
        await verdict.HoldAsync(byKubectl: moment % 2 == 0, arrives: late && killed);
        return killed ? 1 : 0;
    }

    /// <returns>1 if that moment came, 0 if the run ended before.</returns>
    public async Task<int> AtFileAsync(int moment)
    {
        await using var run = new KillRun(scene);
        var verdict = await VerdictAsync(run);
        var seen = await run.KillAtFileAsync(arguments, moment);
        await verdict.HoldAsync(byKubectl: moment % 2 == 0);
        return seen.Count > moment ? 1 : 0;
    }

    private async Task<KillVerdict> VerdictAsync(KillRun run)
    {
        await scene.ResetAsync(there: verb != "restore");
        return new KillVerdict(scene, run, verb, await scene.RecordAsync(), await scene.OthersAsync());
    }
}
