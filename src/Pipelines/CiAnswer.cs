using System.Net;

namespace Helmstuck.Pipelines;

/// <summary>The answer of a CI server.</summary>
/// <param name="Complete">False if there are more pages than were read.</param>
/// <param name="Failure">Why the list is incomplete, in one line without a token; null if nothing went wrong.</param>
internal sealed record CiAnswer<T>(IReadOnlyList<T> Items, bool Complete, string? Failure)
{
    /// <summary>The server's time in the first answer; null if it has none.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The status of an answer other than 200; null if there was none.</summary>
    public HttpStatusCode? Refused { get; init; }

    /// <summary>Several lists as one: complete if all are; with the first failure and the first time.</summary>
    public static CiAnswer<T> Together(IReadOnlyList<CiAnswer<T>> answers) =>
        new(
            [.. answers.SelectMany(answer => answer.Items)],
            answers.All(answer => answer.Complete),
            answers.Select(answer => answer.Failure).FirstOrDefault(failure => failure is not null)
        )
        {
            At = answers.Select(answer => answer.At).FirstOrDefault(at => at is not null),
        };
}
