using System.Text.Json;
using Helmstuck.Kube;

namespace Helmstuck.Recovery;

/// <summary>Reads a small JSON file that may be hostile: a regular file, of limited size and depth, each member once.</summary>
internal static class StrictJson
{
    /// <summary>The API server accepts no object of more than about 1.5 MiB.</summary>
    public const int MaxBytes = 2 << 20;

    private const int MaxDepth = 32;

    /// <summary>The document, or a sentence that says what is wrong with the file.</summary>
    public static (JsonElement? Json, string? Error) Read(string path)
    {
        var (content, error) = Bytes(path);
        return content is { } bytes ? Parse(path, bytes) : (null, error);
    }

    /// <summary>The content of a file, or a sentence that says why it is not read.</summary>
    public static (ReadOnlyMemory<byte>? Content, string? Error) Bytes(string path)
    {
        try
        {
            if (FileStatus.Of(path, follow: true) is { IsRegular: false })
                return (null, $"error: cannot read {path}: it is not a regular file");
            using var file = File.OpenRead(path);
            return Bytes(path, file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, $"error: cannot read {path}: {failure.Message}");
        }
    }

    /// <summary>The same of a stream. Throws <see cref="IOException"/>.</summary>
    /// <param name="name">What the sentence calls it.</param>
    public static (ReadOnlyMemory<byte>? Content, string? Error) Bytes(string name, Stream stream)
    {
        var content = new byte[MaxBytes + 1];
        var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return length > MaxBytes
            ? (null, $"error: {name} is larger than 2 MiB, too large for a release record")
            : (content.AsMemory(0, length), null);
    }

    /// <summary>The content as JSON, or a sentence that says what is wrong with it.</summary>
    /// <param name="name">What the sentence calls it.</param>
    public static (JsonElement? Json, string? Error) Parse(string name, ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(
                content,
                new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false }
            );
            CheckText(document.RootElement);
            return (document.RootElement.Clone(), null);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return (null, $"error: {name} is not JSON: {KubeError.OneLine(failure.Message)}");
        }
    }

    /// <summary>Reads every string once: one that is not Unicode throws <see cref="InvalidOperationException"/> here, not later.</summary>
    private static void CheckText(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                _ = json.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                    CheckText(item);
                break;
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    _ = member.Name;
                    CheckText(member.Value);
                }
                break;
        }
    }
}
