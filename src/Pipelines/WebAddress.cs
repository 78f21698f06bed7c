namespace Helmstuck.Pipelines;

/// <summary>Checks addresses from others before they are offered as links.</summary>
internal static class WebAddress
{
    /// <summary>The text if it is an absolute http or https address, else nothing.</summary>
    public static string OrEmpty(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? text! : "";
}
