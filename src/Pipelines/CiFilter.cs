using System.Text.RegularExpressions;

namespace Helmstuck.Pipelines;

/// <summary>Which jobs are deploys. The expressions come from the settings and may take forever on some texts.</summary>
/// <param name="Names">By name; null: all.</param>
/// <param name="Refs">By branch or tag; null: all.</param>
internal sealed record CiFilter(Regex? Names, Regex? Refs)
{
    /// <summary>Why an undecided job makes the answer unknown.</summary>
    public string Undecided => $"the filter{Words} takes too long on some name";

    /// <summary>Whether the expression (null: any text) matches the text; null if its time limit passed.</summary>
    public static bool? Found(Regex? expression, string text)
    {
        try
        {
            return expression is null || expression.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    /// <summary>Whether it passes both filters; null if an expression does not end.</summary>
    public bool? Matches(string name, string reference) =>
        (Found(Names, name), Found(Refs, reference)) switch
        {
            (false, _) or (_, false) => false,
            (true, true) => true,
            _ => null,
        };

    /// <summary>
    /// The jobs, each with whether it is a deploy. Throws <see cref="OperationCanceledException"/> between two of them: each may take the
    /// expressions' whole time limit, and they may be many.
    /// </summary>
    public IReadOnlyList<CiJob>? Mark(IReadOnlyList<CiJob>? jobs, CancellationToken cancellation)
    {
        if (jobs is null)
            return null;
        var marked = new List<CiJob>(jobs.Count);
        foreach (var job in jobs)
        {
            cancellation.ThrowIfCancellationRequested();
            var byName = Matches(job.Name, job.Ref);
            marked.Add(job with { IsDeploy = byName is true || job.Path.Length == 0 ? byName : Matches(job.Path, job.Ref) ?? byName });
        }
        return marked;
    }

    /// <summary><c> named /^deploy/ on /^main$/</c>; empty if everything counts.</summary>
    public string Words => (Names is null ? "" : $" named /{Names}/") + (Refs is null ? "" : $" on /{Refs}/");
}
