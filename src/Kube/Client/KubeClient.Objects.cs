using System.Buffers;
using System.Text.Json;
using Helmstuck.Kube.Resources;
using Helmstuck.Kube.Wire;

namespace Helmstuck.Kube.Client;

internal sealed partial class KubeClient
{
    private const string MetadataAccept = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    /// <summary>One whole object, by a consistent read.</summary>
    public Task<KubeResult<KubeObject>> GetAsync(ResourceType type, string? ns, string name, CancellationToken ct) =>
        ReadObjectAsync(new ObjectAddress(type, ns, name), Json, ct);

    /// <summary>One object's metadata, by a consistent read; its contents are not transferred.</summary>
    public async Task<KubeResult<ObjectMeta>> GetMetadataAsync(ResourceType type, string? ns, string name, CancellationToken ct) =>
        (
            await AskForMetadataAsync(accept => ReadObjectAsync(new ObjectAddress(type, ns, name), accept, ct), MetadataAccept)
                .ConfigureAwait(false)
        ).Select(found => found.Meta);

    /// <summary>One object exactly as the API returned it, byte for byte.</summary>
    public Task<KubeResult<byte[]>> GetRawAsync(ResourceType type, string? ns, string name, CancellationToken ct) =>
        ReadOneAsync<byte[]>(
            new ObjectAddress(type, ns, name),
            Json,
            async (body, token) =>
            {
                var bytes = await Bytes.ReadAsync(body, int.MaxValue, token).ConfigureAwait(false);
                // Anything but this object must not become a backup.
                new Asked(type, ns, name).Check(Parse(bytes).Json);
                return bytes;
            },
            ct
        );

    /// <summary>
    /// Deletes one object if it still meets the <paramref name="preconditions"/>; always with a DeleteOptions body, never sent twice.
    /// <see cref="KubeErrorKind.Conflict"/>: it no longer meets them. <see cref="KubeErrorKind.NotFound"/>: it is gone, by any cause.
    /// </summary>
    public Task<KubeResult<DeleteAnswer>> DeleteAsync(
        ObjectAddress address,
        Preconditions preconditions,
        DryRun dryRun,
        CancellationToken ct
    )
    {
        if (ApiPath.WhyNot(address.Name) is { } why)
            return Task.FromResult<KubeResult<DeleteAnswer>>(new KubeError(KubeErrorKind.Invalid, "error: " + why));
        var body = Write(writer =>
        {
            writer.WriteString("kind", "DeleteOptions");
            writer.WriteString("apiVersion", "v1");
            writer.WriteStartObject("preconditions");
            if (preconditions.Uid.Length > 0)
                writer.WriteString("uid", preconditions.Uid);
            if (preconditions.ResourceVersion.Length > 0)
                writer.WriteString("resourceVersion", preconditions.ResourceVersion);
            writer.WriteEndObject();
            if (dryRun == DryRun.Server)
            {
                writer.WriteStartArray("dryRun");
                writer.WriteStringValue("All");
                writer.WriteEndArray();
            }
        });
        var call = new Call(HttpMethod.Delete, address.Path.With("dryRun", Query(dryRun)))
        {
            Body = body,
            Mutates = true,
            Type = address.Type,
            Name = address.Name,
        };
        return SendAsync<DeleteAnswer>(
            call,
            async (stream, token) =>
            {
                var answer = await ObjectAsync(stream, token).ConfigureAwait(false);
                return answer.Select(found =>
                {
                    if (found.Kind == "Status")
                        return found.Json.Text("status") == "Failure"
                            ? throw new JsonException($"it is a failure: {found.Json.Text("message")}")
                            : new DeleteAnswer(found.Json.Text("details", "uid") ?? "", false);
                    address.Asked.Check(found.Json);
                    return new DeleteAnswer(
                        found.Meta.Uid,
                        found.Meta.DeletionTimestamp is not null && found.Json.Items("metadata", "finalizers").Any()
                    );
                });
            },
            ct
        );
    }

    /// <summary>
    /// Creates the object in <paramref name="json"/>; never sent twice. <see cref="KubeErrorKind.AlreadyExists"/>: the name is taken.
    /// </summary>
    public Task<KubeResult<KubeObject>> CreateAsync(
        ResourceType type,
        string ns,
        ReadOnlyMemory<byte> json,
        DryRun dryRun,
        CancellationToken ct
    ) =>
        SendAsync(
            new Call(HttpMethod.Post, ApiPath.Of(type, ns, null).With("dryRun", Query(dryRun)).With("fieldManager", FieldManager))
            {
                Body = json,
                Mutates = true,
                Type = type,
            },
            AboutAsync(new Asked(type, ns, null)),
            ct
        );

    /// <summary>
    /// Replaces the object with <paramref name="json"/>, whose metadata.resourceVersion (and uid) are the precondition; never sent
    /// twice. <see cref="KubeErrorKind.Conflict"/>: the object was changed in between.
    /// </summary>
    public Task<KubeResult<KubeObject>> ReplaceAsync(
        ObjectAddress address,
        ReadOnlyMemory<byte> json,
        DryRun dryRun,
        CancellationToken ct
    ) =>
        ApiPath.WhyNot(address.Name) is { } why
            ? Task.FromResult<KubeResult<KubeObject>>(new KubeError(KubeErrorKind.Invalid, "error: " + why))
            : SendAsync(
                new Call(HttpMethod.Put, address.Path.With("dryRun", Query(dryRun)).With("fieldManager", FieldManager))
                {
                    Body = json,
                    Mutates = true,
                    Type = address.Type,
                    Name = address.Name,
                },
                AboutAsync(address.Asked),
                ct
            );

    private Task<KubeResult<KubeObject>> ReadObjectAsync(ObjectAddress address, string accept, CancellationToken ct) =>
        ReadOneAsync(address, accept, AboutAsync(address.Asked), ct);

    private Task<KubeResult<T>> ReadOneAsync<T>(
        ObjectAddress address,
        string accept,
        Func<Stream, CancellationToken, Task<KubeResult<T>>> read,
        CancellationToken ct
    ) =>
        ApiPath.WhyNot(address.Name) is { } why
            ? Task.FromResult<KubeResult<T>>(new KubeError(KubeErrorKind.Invalid, "error: " + why))
            : SendAsync(
                new Call(HttpMethod.Get, address.Path)
                {
                    Accept = accept,
                    Type = address.Type,
                    Name = address.Name,
                },
                read,
                ct
            );

    private static async Task<KubeResult<KubeObject>> ObjectAsync(Stream body, CancellationToken ct)
    {
        var answer = Parse(await Bytes.ReadAsync(body, int.MaxValue, ct).ConfigureAwait(false));
        return answer.Json.ValueKind == JsonValueKind.Object ? answer : throw new JsonException("the answer is not an object");
    }

    /// <summary>Reads one object, which must be the requested one.</summary>
    private static Func<Stream, CancellationToken, Task<KubeResult<KubeObject>>> AboutAsync(Asked asked) =>
        async (body, ct) =>
        {
            var answer = await ObjectAsync(body, ct).ConfigureAwait(false);
            if (answer.ValueOrDefault is { } found)
                asked.Check(found.Json);
            return answer;
        };

    private static string? Query(DryRun dryRun) => dryRun == DryRun.Server ? "All" : null;

    /// <summary>One JSON object with the members that <paramref name="members"/> writes.</summary>
    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }
}
