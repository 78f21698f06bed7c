using Helmstuck.Helm.Records;

namespace Helmstuck.Helm.Outlook;

/// <summary>Whether the record under review can be marked failed. <paramref name="Reason"/>: why not, as a clause; else null.</summary>
internal sealed record MarkFailed(bool Possible, string? Reason)
{
    public static readonly MarkFailed Yes = new(true, null);

    public static MarkFailed Of(ReleaseRecord? record) =>
        record switch
        {
            null => new MarkFailed(false, "there is no such record"),
            { IsDecodable: false } => new MarkFailed(false, "its payload cannot be decoded"),
            { IsInTheWay: false } => new MarkFailed(false, $"it is {record.Status}: not stuck"),
            { Unmarkable: { } why } => new MarkFailed(false, why),
            _ => Yes,
        };
}
