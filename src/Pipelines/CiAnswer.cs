using System.Net;

namespace Helmstuck.Pipelines;

/// <summary>What a CI server listed.</summary>
/// <param name="Complete">False where there are more pages than were read.</param>
/// <param name="Failure">Why there are not all of them, in one line without a token; null where nothing went wrong.</param>
internal sealed record CiAnswer<T>(IReadOnlyList<T> Items, bool Complete, string? Failure)
{
    /// <summary>The server's own time of the first answer; null where it gave none.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The status of an answer other than 200; null where there was none.</summary>
    public HttpStatusCode? Refused { get; init; }

    /// <summary>Several lists as one: complete if all are, with the first failure; the time of the first that has one.</summary>
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
