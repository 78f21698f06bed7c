using System.Text.Json;

namespace Helmstuck.Helm.Manifests;

/// <summary>
/// Writes a YAML node as the JSON that Helm hands to the API server (sigs.k8s.io/yaml: yaml.go YAMLToJSON over goyaml.v2/decode.go): a key
/// that occurs twice keeps its last value, a merge key is applied at its place, and a document that is mostly aliases is rejected by
/// go-yaml's limit.
/// </summary>
internal sealed class ManifestJson(Utf8JsonWriter writer, long budget)
{
    private readonly HashSet<ManifestNode> expanding = new(ReferenceEqualityComparer.Instance);
    private long decoded;
    private long aliased;
    private int depth;

    /// <summary>
    /// Throws <see cref="ManifestException"/> if Helm would refuse, or if the JSON would exceed the budget in bytes.
    /// </summary>
    public void Write(ManifestNode node)
    {
        Count();
        if (depth > ManifestYaml.DepthLimit)
            throw new ManifestException($"nested more than {ManifestYaml.DepthLimit} deep.");
        switch (node)
        {
            case ManifestAliasNode alias:
                Follow(alias, Write);
                break;
            case ManifestScalarNode scalar:
                WriteScalar(ManifestScalar.Of(scalar).Value);
                break;
            case ManifestSequenceNode sequence:
                depth++;
                writer.WriteStartArray();
                foreach (var item in sequence.Items)
                    Write(item);
                writer.WriteEndArray();
                depth--;
                break;
            case ManifestMappingNode mapping:
                depth++;
                writer.WriteStartObject();
                foreach (var (name, value) in Members(mapping))
                {
                    writer.WritePropertyName(name);
                    Write(value);
                }
                writer.WriteEndObject();
                depth--;
                break;
        }
    }

    private List<KeyValuePair<string, ManifestNode>> Members(ManifestMappingNode mapping)
    {
        var members = new List<KeyValuePair<string, ManifestNode>>(mapping.Items.Count / 2);
        Dictionary<string, int>? places = mapping.Items.Count > 32 ? new(StringComparer.Ordinal) : null;
        Collect(mapping, members, places);
        return members;
    }

    private void Collect(ManifestMappingNode mapping, List<KeyValuePair<string, ManifestNode>> members, Dictionary<string, int>? places)
    {
        for (var at = 0; at + 1 < mapping.Items.Count; at += 2)
        {
            var (key, value) = (mapping.Items[at], mapping.Items[at + 1]);
            if (
                key is ManifestScalarNode { Value: "<<" } merge
                && (merge.Plain && merge.Tag.Length == 0 || merge.Tag == "tag:yaml.org,2002:merge")
            )
            {
                Merge(value, members, places, many: true);
                continue;
            }
            Count();
            var name = key switch
            {
                ManifestScalarNode scalar => ManifestScalar.Of(scalar).AsKey(),
                ManifestAliasNode { Target: ManifestScalarNode scalar } => ManifestScalar.Of(scalar).AsKey(),
                _ => throw new ManifestException("a key is a list or a map."),
            };
            var pair = KeyValuePair.Create(name, value);
            var place = places is null ? members.FindIndex(member => member.Key == name) : places.GetValueOrDefault(name, -1);
            if (place >= 0)
            {
                members[place] = pair;
                continue;
            }
            places?.Add(name, members.Count);
            members.Add(pair);
        }
    }

    private void Merge(ManifestNode value, List<KeyValuePair<string, ManifestNode>> members, Dictionary<string, int>? places, bool many)
    {
        switch (value)
        {
            case ManifestMappingNode mapping:
                Count();
                Collect(mapping, members, places);
                break;
            case ManifestAliasNode { Target: ManifestMappingNode } alias:
                Follow(alias, target => Merge(target, members, places, false));
                break;
            case ManifestSequenceNode sequence when many:
                // Backwards, because the earlier map wins.
                for (var at = sequence.Items.Count - 1; at >= 0; at--)
                    Merge(sequence.Items[at], members, places, false);
                break;
            default:
                throw new ManifestException("a merge key (<<) needs a map or a list of maps.");
        }
    }

    private void Follow(ManifestAliasNode alias, Action<ManifestNode> with)
    {
        if (!expanding.Add(alias))
            throw new ManifestException("an anchor's value contains itself.");
        with(alias.Target);
        expanding.Remove(alias);
    }

    private void WriteScalar(object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long whole:
                writer.WriteNumberValue(whole);
                break;
            case ulong whole:
                writer.WriteNumberValue(whole);
                break;
            case double number:
                if (!double.IsFinite(number))
                    throw new ManifestException("a number is infinite or not a number.");
                writer.WriteNumberValue(number);
                break;
        }
        if (writer.BytesCommitted + writer.BytesPending > budget)
            throw new ManifestException("its aliases expand to more than can be read.");
    }

    private void Count()
    {
        decoded++;
        if (expanding.Count > 0)
            aliased++;
        if (aliased > 100 && decoded > 1000 && (double)aliased / decoded > AllowedRatio())
            throw new ManifestException("it consists mostly of aliases.");
    }

    /// <summary>go-yaml: decode.go allowedAliasRatio.</summary>
    private double AllowedRatio() =>
        decoded switch
        {
            <= 400_000 => 0.99,
            >= 4_000_000 => 0.10,
            _ => 0.99 - 0.89 * ((decoded - 400_000) / 3_600_000.0),
        };
}
