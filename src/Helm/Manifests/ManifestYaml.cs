using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Helmstuck.Helm.Manifests;

/// <summary>Builds nodes from the events of YamlDotNet's parser: only the first document of a text, as in go-yaml's Unmarshal.</summary>
internal static class ManifestYaml
{
    /// <summary>More than any object of Kubernetes needs, and little enough for the stack.</summary>
    public const int DepthLimit = 400;

    /// <summary>
    /// Null for a text without a document. Throws <see cref="ManifestException"/> on broken YAML, on an unknown anchor and on nesting
    /// beyond <see cref="DepthLimit"/>.
    /// </summary>
    public static ManifestNode? Parse(ReadOnlyMemory<char> text)
    {
        var plain = (text.Span.StartsWith('\uFEFF') ? text[1..] : text).ToString();
        try
        {
            return Read(plain);
        }
        catch (ManifestException) when (ManifestBlocks.Clean(plain) is { } cleaned)
        {
            return Read(cleaned);
        }
    }

    private static ManifestNode? Read(string text)
    {
        var parser = new Parser(new StringReader(text));
        var anchors = new Dictionary<string, ManifestNode>(StringComparer.Ordinal);
        var open = new Stack<List<ManifestNode>>();
        var top = new List<ManifestNode>(1);
        var current = top;
        try
        {
            while (parser.MoveNext())
            {
                ManifestNode node;
                List<ManifestNode>? children = null;
                switch (parser.Current)
                {
                    case Scalar scalar:
                        node = new ManifestScalarNode(scalar.Value, TagOf(scalar), scalar.Style == ScalarStyle.Plain);
                        break;
                    case SequenceStart:
                        var sequence = new ManifestSequenceNode();
                        (node, children) = (sequence, sequence.Items);
                        break;
                    case MappingStart:
                        var mapping = new ManifestMappingNode();
                        (node, children) = (mapping, mapping.Items);
                        break;
                    case AnchorAlias alias:
                        if (!anchors.TryGetValue(alias.Value.Value, out var target))
                            throw new ManifestException($"line {alias.Start.Line}: an alias names an unknown anchor.");
                        node = new ManifestAliasNode(target);
                        break;
                    case SequenceEnd or MappingEnd:
                        current = open.Pop();
                        continue;
                    case DocumentEnd:
                        return top.Count == 0 ? null : top[0];
                    default:
                        continue;
                }
                if (parser.Current is NodeEvent { Anchor.IsEmpty: false } anchored)
                    anchors[anchored.Anchor.Value] = node;
                current.Add(node);
                if (children is null)
                    continue;
                if (open.Count >= DepthLimit)
                    throw new ManifestException($"line {parser.Current.Start.Line}: nested more than {DepthLimit} deep.");
                open.Push(current);
                current = children;
            }
        }
        catch (YamlException broken)
        {
            // The parser's message may contain the text, which may be a Secret.
            throw new ManifestException($"line {broken.Start.Line}: not valid YAML.");
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException)
        {
            // Exceptions of the parser other than its own type, on some broken texts; they have no position.
            throw new ManifestException("not valid YAML.");
        }
        return null;
    }

    private static string TagOf(NodeEvent node) =>
        node.Tag.IsEmpty ? ""
        : node.Tag.IsNonSpecific ? "!"
        : node.Tag.Value;
}
