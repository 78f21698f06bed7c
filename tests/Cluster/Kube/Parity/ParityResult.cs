using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Cluster.Kube.Parity;

/// <summary>What came of one case.</summary>
internal sealed record ParityResult(ParityCase Case, string Kubectl, string Own, string? Differs)
{
    private static readonly Regex Wrong = new(
        "does not exist|was not found for|requesting uid|no server found|more than one authentication"
    );

    public static async Task<ParityResult> OfAsync(ParityCase one, ParityScene scene)
    {
        var (theirs, ours) = await scene.CompareAsync(one);
        return new ParityResult(one, theirs, ours, one.Differs ?? Known(theirs, ours));
    }

    public bool Agrees => Kubectl == Own;

    public bool IsAsDocumented => Agrees == Differs is null;

    public override string ToString() =>
        $"{Case.Name} [{Differs}] {Case.Arguments} {string.Join(' ', Case.Environment)}\n"
        + $"  kubectl: {Indented(Kubectl)}\n  own:     {Indented(Own)}"
        + (Case.Name.StartsWith("seed", StringComparison.Ordinal) ? "\n" + string.Join('\n', Case.Files) : "");

    /// <summary>Three of the documented differences can be told by the outcome alone.</summary>
    private static string? Known(string theirs, string ours)
    {
        if (theirs == ours)
            return null;
        if (theirs == "said: error: EOF")
            return "no-credentials";
        if (!theirs.StartsWith("said: ", StringComparison.Ordinal) || !ours.StartsWith("said: ", StringComparison.Ordinal))
            return null;
        return theirs.StartsWith("said: The connection to the server localhost:8080", StringComparison.Ordinal)
            || ours.Contains("current-context is not set", StringComparison.Ordinal)
                ? "no-configuration"
            : Wrong.IsMatch(theirs) && Wrong.IsMatch(ours) ? "several-problems"
            : null;
    }

    private static string Indented(string text) => text.Replace("\n", "\n           ", StringComparison.Ordinal);
}
