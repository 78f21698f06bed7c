using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Helmstuck.Helm.Manifests;

/// <summary>Converts YAML nodes to JSON through one buffer, within a budget of bytes for all of them.</summary>
internal sealed class NodeJson(long budget)
{
    private const int DepthLimit = 1000;

    private readonly ArrayBufferWriter<byte> buffer = new(16 << 10);
    private long left = budget;

    /// <summary>Throws <see cref="ManifestException"/> if Helm would refuse the node, or if the budget is exceeded.</summary>
    public JsonElement From(ManifestNode node)
    {
        buffer.ResetWrittenCount();
        using (
            var writer = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions
                {
                    SkipValidation = true,
                    MaxDepth = DepthLimit,
                    Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            )
        )
            new ManifestJson(writer, left).Write(node);
        left -= buffer.WrittenCount;
        // Not JsonDocument.Parse: that keeps arrays of the pool for as long as the object exists.
        var reader = new Utf8JsonReader(buffer.WrittenSpan, new JsonReaderOptions { MaxDepth = DepthLimit });
        return JsonElement.ParseValue(ref reader);
    }
}
