namespace Helmstuck.Kube;

/// <summary>Addresses without the user name and password that they may contain, for messages and logs.</summary>
internal static class UserInfo
{
    public static string Without(Uri address) =>
        address.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped);

    /// <summary>
    /// The same for text that need not be an address. Everything before the last <c>@</c> goes, but for the scheme: rather more than a part
    /// of a password.
    /// </summary>
    public static string Without(string text)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0;
        var end = text.LastIndexOf('@');
        return end < start ? text : string.Concat(text.AsSpan(0, start), text.AsSpan(end + 1));
    }
}
