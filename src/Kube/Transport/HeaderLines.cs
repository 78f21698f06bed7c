using System.Text;

namespace Helmstuck.Kube.Transport;

/// <summary>
/// Several values of one header as lines of their own. HttpClient joins them with commas, and the API server would read two groups as one
/// group whose name has a comma. So the values are joined with a mark here, and its encoding makes a new line of each mark. That works with
/// HTTP/1.1 alone, where a header is text.
/// </summary>
internal sealed class HeaderLines(string header) : Encoding
{
    /// <summary>No character of any text.</summary>
    private const char Mark = '\uFFFF';

    private readonly string between = $"\r\n{header}: ";

    public static string Join(IReadOnlyList<string> values) => string.Join(Mark, values);

    /// <summary>Whether the text can be a value: Go refuses control characters in one.</summary>
    public static bool Takes(string value) => !value.Any(letter => char.IsControl(letter) || letter == Mark);

    public override int GetByteCount(char[] chars, int index, int count) => UTF8.GetByteCount(Lines(chars.AsSpan(index, count)));

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        UTF8.GetBytes(Lines(chars.AsSpan(charIndex, charCount)), bytes.AsSpan(byteIndex));

    public override int GetMaxByteCount(int charCount) => UTF8.GetMaxByteCount(charCount * between.Length);

    public override int GetCharCount(byte[] bytes, int index, int count) => UTF8.GetCharCount(bytes, index, count);

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        UTF8.GetChars(bytes, byteIndex, byteCount, chars, charIndex);

    public override int GetMaxCharCount(int byteCount) => UTF8.GetMaxCharCount(byteCount);

    private string Lines(ReadOnlySpan<char> text) => text.ToString().Replace(Mark.ToString(), between, StringComparison.Ordinal);
}
