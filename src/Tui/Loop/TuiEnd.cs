namespace Helmstuck.Tui.Loop;

/// <summary>
/// How the full-screen program ended. <paramref name="ExitCode"/>: 6 when the last recovery ended with 6, 1 after a signal or a lost
/// terminal, else 0 (a refused or failed recovery was shown, and ends in 0). <paramref name="Lines"/>: what was done, for stderr once the
/// screen is gone.
/// </summary>
internal sealed record TuiEnd(int ExitCode, IReadOnlyList<string> Lines)
{
    /// <summary>The screen of another context is wanted.</summary>
    public bool Again { get; init; }
}
