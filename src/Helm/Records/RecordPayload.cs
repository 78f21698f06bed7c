namespace Helmstuck.Helm.Records;

/// <summary>What is known about a record's payload.</summary>
internal abstract record RecordPayload
{
    /// <summary>Not downloaded: label and payload are assumed to agree.</summary>
    public sealed record NotRead : RecordPayload
    {
        public static readonly NotRead Instance = new();
    }

    /// <summary>It may not be downloaded: only the labels are known. <paramref name="Why"/> is the API server's sentence.</summary>
    public sealed record Refused(string Why) : RecordPayload;

    /// <summary>Helm cannot decode it either, and skips it silently (Helm: secrets.go Query); its name is still taken.</summary>
    public sealed record Undecodable(string Reason) : RecordPayload;

    public sealed record Decoded(ReleasePayload Release) : RecordPayload;
}
