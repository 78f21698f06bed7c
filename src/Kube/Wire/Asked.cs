using System.Text.Json;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Kube.Wire;

/// <summary>
/// What a request is about. An answer about something else is rejected: a cache or proxy that mixes up answers, or a hostile server, must
/// not cause a change of another object than the one that was shown.
/// </summary>
/// <param name="Type">The requested kind.</param>
/// <param name="Namespace">Null: all namespaces, or a kind without one.</param>
/// <param name="Name">Null in a list.</param>
internal sealed record Asked(ResourceType Type, string? Namespace, string? Name)
{
    /// <summary>Throws <see cref="JsonException"/> if the object has another kind, namespace or name.</summary>
    public void Check(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object)
            throw new JsonException("the answer is not an object");
        if (answer.Text("kind") is { } kind && kind != Type.Kind && kind != "PartialObjectMetadata")
            throw Other($"a {kind}");
        if (Name is not null && answer.Text("metadata", "name") is var name && name != Name)
            throw Other($"the name \"{name}\"");
        if (Type.Namespaced && Namespace is not null && answer.Text("metadata", "namespace") is var place && place != Namespace)
            throw Other($"the namespace \"{place}\"");
    }

    private JsonException Other(string found) =>
        new(
            $"the API server answered about something else: {Type.Qualified}{(Name is null ? "" : $"/{Name}")}"
                + $"{(Namespace is null ? "" : $" in namespace {Namespace}")} was asked for, and the answer has {found}"
        );
}
