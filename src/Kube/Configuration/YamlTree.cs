using System.Globalization;
using System.Text;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Helmstuck.Kube.Configuration;

/// <summary>A YAML (or JSON) value as far as a kubeconfig needs it.</summary>
internal abstract record YamlTree
{
    private const int MaxDepth = 100;

    /// <summary>Values in a text, with each alias counted as its content: a few aliases of aliases can expand to any number.</summary>
    private const long MaxSize = 1_000_000;

    /// <summary><paramref name="Plain"/>: not quoted, so it may be a number, a boolean or null.</summary>
    public sealed record Scalar(string Text, bool Plain) : YamlTree
    {
        public bool IsNull => Plain && Text is "" or "~" or "null" or "Null" or "NULL";
    }

    public sealed record Sequence(IReadOnlyList<YamlTree> Items) : YamlTree
    {
        protected override long Size { get; } = 1 + Items.Sum(item => item.Size);
    }

    public sealed record Mapping(IReadOnlyDictionary<string, YamlTree> Members) : YamlTree
    {
        protected override long Size { get; } = 1 + Members.Values.Sum(member => member.Size);
    }

    protected virtual long Size => 1;

    /// <summary>The member of a mapping; null if it is absent or null.</summary>
    public YamlTree? this[string name] =>
        this is Mapping mapping && mapping.Members.TryGetValue(name, out var value) && value is not Scalar { IsNull: true } ? value : null;

    /// <summary>The first document of a text; null for an empty one. Throws <see cref="YamlException"/>.</summary>
    public static YamlTree? Parse(string text)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
                return null;
            return Read(parser, new Dictionary<AnchorName, YamlTree>(), 0);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // For some malformed texts the parser throws another exception than its own.
            throw new YamlException(parser.Current?.End ?? Mark.Empty, Mark.Empty, "did not find expected content", error);
        }
    }

    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private void WriteTo(Utf8JsonWriter writer)
    {
        switch (this)
        {
            case Mapping mapping:
                writer.WriteStartObject();
                foreach (var (name, value) in mapping.Members)
                {
                    writer.WritePropertyName(name);
                    value.WriteTo(writer);
                }
                writer.WriteEndObject();
                break;
            case Sequence sequence:
                writer.WriteStartArray();
                foreach (var item in sequence.Items)
                    item.WriteTo(writer);
                writer.WriteEndArray();
                break;
            case Scalar { IsNull: true }:
                writer.WriteNullValue();
                break;
            case Scalar { Plain: true } scalar when Flag(scalar.Text) is { } flag:
                writer.WriteBooleanValue(flag);
                break;
            case Scalar { Plain: true } scalar
                when long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                writer.WriteNumberValue(number);
                break;
            case Scalar { Plain: true } scalar when IsDecimal(scalar.Text, out var real):
                writer.WriteNumberValue(real);
                break;
            case Scalar scalar:
                writer.WriteStringValue(scalar.Text);
                break;
        }
    }

    /// <summary>YAML 1.1's booleans, as Go's parser reads them; null for anything else.</summary>
    public static bool? Flag(string text) =>
        text switch
        {
            "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "y" or "Y" => true,
            "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "n" or "N" => false,
            _ => null,
        };

    /// <summary>An unquoted text that Go's parser reads as a number.</summary>
    public static bool IsNumber(string text) => IsDecimal(text, out _);

    private static bool IsDecimal(string text, out double number) =>
        double.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out number
        ) && double.IsFinite(number);

    /// <summary>The merge key <c>&lt;&lt;</c>: the members of a mapping, or of several, that are not written out.</summary>
    private static void Merge(YamlTree? merged, Dictionary<string, YamlTree> members)
    {
        foreach (
            var one in merged is Sequence several ? several.Items
            : merged is null ? []
            : [merged]
        )
        {
            foreach (var (name, value) in (one as Mapping)?.Members ?? members)
                members.TryAdd(name, value);
        }
    }

    private static YamlTree Read(Parser parser, Dictionary<AnchorName, YamlTree> anchors, int depth)
    {
        if (depth > MaxDepth)
            throw new YamlException(parser.Current?.Start ?? Mark.Empty, Mark.Empty, "nested too deeply");
        if (parser.TryConsume<AnchorAlias>(out var alias))
            return anchors.TryGetValue(alias.Value, out var known)
                ? known
                : throw new YamlException(alias.Start, alias.End, $"unknown anchor '{alias.Value}' referenced");
        YamlTree value;
        AnchorName anchor;
        if (parser.TryConsume<YamlDotNet.Core.Events.Scalar>(out var scalar))
        {
            anchor = scalar.Anchor;
            value = new Scalar(scalar.Value, scalar.Style == ScalarStyle.Plain);
        }
        else if (parser.TryConsume<SequenceStart>(out var list))
        {
            anchor = list.Anchor;
            var items = new List<YamlTree>();
            while (!parser.TryConsume<SequenceEnd>(out _))
                items.Add(Read(parser, anchors, depth + 1));
            value = new Sequence(items);
        }
        else
        {
            anchor = parser.Consume<MappingStart>().Anchor;
            var members = new Dictionary<string, YamlTree>(StringComparer.Ordinal);
            YamlTree? merged = null;
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = parser.Consume<YamlDotNet.Core.Events.Scalar>();
                var member = Read(parser, anchors, depth + 1);
                if (key is { Value: "<<", Style: ScalarStyle.Plain })
                    merged = member;
                else
                    // As in Go's parser, the later of two equal keys wins.
                    members[key.Value] = member;
            }
            Merge(merged, members);
            value = new Mapping(members);
        }
        if (value.Size > MaxSize)
            throw new YamlException(parser.Current?.Start ?? Mark.Empty, Mark.Empty, "document contains excessive aliasing");
        if (!anchor.IsEmpty)
            anchors[anchor] = value;
        return value;
    }
}
