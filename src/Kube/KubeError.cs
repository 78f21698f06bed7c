namespace Helmstuck.Kube;

/// <summary>
/// A failed request in kubectl's own words. <paramref name="Message"/> is one complete line, ready to print
/// (with the same prefix as in kubectl).
/// </summary>
internal sealed record KubeError(KubeErrorKind Kind, string Message, int StatusCode = 0, string Reason = "")
{
    /// <summary>False if it is not known whether the server carried out a mutation (timeout, broken connection after sending).</summary>
    public bool CertainlyNotApplied { get; init; } = true;

    /// <summary>One line: lines of kubectl's output are joined.</summary>
    public static string OneLine(string text) =>
        text.AsSpan().IndexOfAny('\n', '\r') < 0
            ? text
            : string.Join(' ', text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
