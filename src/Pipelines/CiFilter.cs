using System.Text.RegularExpressions;

namespace Helmstuck.Pipelines;

/// <summary>Which jobs are deploys. The expressions come from the settings and may be ones that never end on some text.</summary>
/// <param name="Names">By name; null: all.</param>
/// <param name="Refs">By branch or tag; null: all.</param>
internal sealed record CiFilter(Regex? Names, Regex? Refs)
{
    /// <summary>Why what is not decided is unknown.</summary>
    public string Undecided => $"the filter{Words} takes too long on some name";

    /// <summary>Whether the expression (null: any text) is found in the text; null where its time limit passed.</summary>
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

    /// <summary>Whether both filters let it pass; null where an expression does not come to an end.</summary>
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

    /// <summary><c> named /^deploy/ on /^main$/</c>; empty where everything counts.</summary>
    public string Words => (Names is null ? "" : $" named /{Names}/") + (Refs is null ? "" : $" on /{Refs}/");
}
