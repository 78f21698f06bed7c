namespace Helmstuck.Recovery;

/// <summary>An Event as the API server expects it (Kubernetes: core/v1 Event).</summary>
internal sealed record EventDocument(
    string ApiVersion,
    string Kind,
    EventDocument.MetadataPart Metadata,
    EventDocument.ObjectPart InvolvedObject,
    string Type,
    string Reason,
    string Message,
    EventDocument.SourcePart Source,
    string FirstTimestamp,
    string LastTimestamp,
    int Count
)
{
    internal sealed record MetadataPart(string GenerateName, string Namespace);

    internal sealed record ObjectPart(string ApiVersion, string Kind, string Namespace, string Name, string Uid);

    internal sealed record SourcePart(string Component);
}
