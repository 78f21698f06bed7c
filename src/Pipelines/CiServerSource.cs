using System.Text.RegularExpressions;

namespace Helmstuck.Pipelines;

/// <summary>A source that asks a CI server over HTTP.</summary>
internal abstract class CiServerSource(CiServerOptions options, CiEndpoint endpoint, Func<string, string?> environment, TimeProvider? time)
    : ICiSource
{
    public string Name => Options.Name;

    public Regex? Contexts => Options.Contexts;

    protected CiServerOptions Options { get; } = options;

    protected CiApi Api { get; } = new(endpoint, environment);

    protected CiFilter Filter { get; } = new(options.Names, options.Refs);

    protected TimeProvider Time { get; } = time ?? TimeProvider.System;

    public Task<SourceAnswer> AskAsync(CancellationToken cancellation) =>
        SourceAnswer.WithinAsync(Options.Timeout, Time, AnswerAsync, cancellation);

    public abstract bool? IsDeploy(RunnerJob job);

    protected abstract Task<SourceAnswer> AnswerAsync(CancellationToken cancellation);

    /// <summary>The jobs without the one that this program is a part of.</summary>
    protected CiAnswer<CiJob> WithoutOwn(CiAnswer<CiJob> answer) =>
        Options.OwnJob is null ? answer : answer with { Items = [.. answer.Items.Where(job => job.Id != Options.OwnJob)] };

    /// <summary>The answer with a line about that job, if it is one of these.</summary>
    protected SourceAnswer NamingOwn(SourceAnswer answer, IEnumerable<CiJob> jobs, string note) =>
        Options.OwnJob is { } id && jobs.FirstOrDefault(job => job.Id == id) is { } own
            ? answer with
            {
                Evidence = [.. answer.Evidence, own.Evidence(note)],
            }
            : answer;

    protected SourceAnswer Unknown(string reason) => new(Name, SourceState.Unknown, [reason]);
}
