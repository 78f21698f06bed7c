using System.Buffers;
using System.Text.Json;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Kube.Wire;

/// <summary>
/// Reads a <c>…List</c> object from a stream, one item at a time: memory is bounded by the largest item, not by the list.
/// </summary>
/// <param name="onItem">Called for each item; the element is valid only during the call.</param>
internal sealed class ListReader(Action<JsonElement> onItem)
{
    private enum Position
    {
        Start,
        Members,
        Items,
        End,
    }

    // managedFields of deeply nested custom resources go beyond the default of 64.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    private JsonReaderState state = new(Options);
    private Position position;
    private string? member;

    public string ApiVersion { get; private set; } = "";
    public string Kind { get; private set; } = "";
    public string ResourceVersion { get; private set; } = "";

    /// <summary>Where the next page begins; empty on the last one.</summary>
    public string Continue { get; private set; } = "";

    /// <summary>
    /// Reads to the end of the stream. Throws <see cref="JsonException"/> on anything that is not one JSON object with an array (or null)
    /// of items, and <see cref="InvalidDataException"/> on an item that is larger than <see cref="Budget.ObjectBytes"/>. Returns the bytes
    /// read.
    /// </summary>
    public async Task<long> ReadAsync(Stream stream, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            var length = 0;
            var total = 0L;
            while (true)
            {
                if (length == buffer.Length)
                {
                    if (length >= Budget.ObjectBytes)
                        throw new InvalidDataException($"one item is larger than {Budget.ObjectBytes >> 20} MiB");
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
                var read = await stream.ReadAsync(buffer.AsMemory(length), ct).ConfigureAwait(false);
                length += read;
                total += read;
                var consumed = Step(buffer.AsSpan(0, length), read == 0);
                buffer.AsSpan(consumed, length - consumed).CopyTo(buffer);
                length -= consumed;
                if (read == 0)
                    return total;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private int Step(ReadOnlySpan<byte> data, bool final)
    {
        var reader = new Utf8JsonReader(data, final, state);
        while (Advance(ref reader)) { }
        state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    /// <summary>One step; false if more bytes are needed, with the reader unchanged.</summary>
    private bool Advance(ref Utf8JsonReader reader)
    {
        var before = reader;
        switch (position)
        {
            case Position.Start:
                if (!reader.Read())
                    break;
                if (reader.TokenType != JsonTokenType.StartObject)
                    throw new JsonException("the list is not an object");
                position = Position.Members;
                return true;

            case Position.Members when member is null:
                if (!reader.Read())
                    break;
                if (reader.TokenType == JsonTokenType.EndObject)
                    position = Position.End;
                else
                    member = reader.GetString();
                return true;

            case Position.Members when member == "items":
                if (!reader.Read())
                    break;
                position = reader.TokenType switch
                {
                    JsonTokenType.StartArray => Position.Items,
                    // A server before 1.2x answers an unknown namespace with "items": null.
                    JsonTokenType.Null => Position.Members,
                    _ => throw new JsonException("the list's items are not an array"),
                };
                member = null;
                return true;

            case Position.Members:
                if (!JsonDocument.TryParseValue(ref reader, out var value))
                    break;
                using (value)
                    Take(value.RootElement);
                member = null;
                return true;

            case Position.Items:
                if (!reader.Read())
                    break;
                if (reader.TokenType == JsonTokenType.EndArray)
                {
                    position = Position.Members;
                    return true;
                }
                if (!JsonDocument.TryParseValue(ref reader, out var item))
                    break;
                using (item)
                    onItem(item.RootElement);
                return true;

            default:
                reader.Read();
                return false;
        }
        reader = before;
        return false;
    }

    private void Take(JsonElement value)
    {
        switch (member)
        {
            case "kind":
                Kind = value.Text() ?? "";
                break;
            case "apiVersion":
                ApiVersion = value.Text() ?? "";
                break;
            case "metadata":
                ResourceVersion = value.Text("resourceVersion") ?? "";
                Continue = value.Text("continue") ?? "";
                break;
        }
    }
}
