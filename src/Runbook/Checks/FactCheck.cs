using Helmstuck.Helm.Records;

namespace Helmstuck.Runbook.Checks;

/// <summary>
/// A check that is answered from one fact: pending while the fact is being read, and unknown if it cannot be read.
/// </summary>
internal sealed record FactCheck<T> : CheckDefinition
{
    public required Func<CheckSubject, Loadable<T>> Reads { get; init; }
    public required Func<CheckSubject, T, CheckAnswer> Judges { get; init; }

    public override Check Ask(CheckSubject subject)
    {
        if (subject.Facts.Records is Loadable<IReadOnlyList<ReleaseRecord>>.Loading)
            return BeingRead;
        var check = Reads(subject) switch
        {
            Loadable<T>.Known known => Answered(Judges(subject, known.Value)),
            Loadable<T>.Unreadable unreadable => new Check(Id, CheckState.Unknown, unreadable.Why, []),
            _ => BeingRead,
        };
        return check with { At = ReadAt(subject.Facts) };
    }

    private Check Answered(CheckAnswer answer) =>
        new(Id, answer.State, answer.Summary, answer.Evidence) { Pending = answer.Pending, PassesAt = answer.PassesAt };
}
