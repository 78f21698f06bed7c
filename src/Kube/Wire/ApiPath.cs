using System.Text;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Kube.Wire;

/// <summary>Builds the path and query of a request below the server's prefix.</summary>
internal sealed class ApiPath
{
    private readonly StringBuilder text = new();
    private char separator = '?';

    private ApiPath(string path) => text.Append(path);

    /// <summary>A given path without a query.</summary>
    public static ApiPath Of(string path) => new(path);

    /// <summary><c>/apis/apps/v1/namespaces/NS/deployments/NAME</c>; a null namespace means all of them.</summary>
    public static ApiPath Of(ResourceType type, string? ns, string? name)
    {
        var path = new StringBuilder(type.Group.Length == 0 ? "/api/" : "/apis/" + Escape(type.Group) + "/").Append(Escape(type.Version));
        if (type.Namespaced && !string.IsNullOrEmpty(ns))
            path.Append("/namespaces/").Append(Escape(ns));
        path.Append('/').Append(Escape(type.Plural));
        if (name is not null)
            path.Append('/').Append(Escape(name));
        return new ApiPath(path.ToString());
    }

    /// <summary>Adds a query parameter; a null or empty value adds nothing.</summary>
    public ApiPath With(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            text.Append(separator).Append(name).Append('=').Append(Escape(value));
            separator = '&';
        }
        return this;
    }

    public override string ToString() => text.ToString();

    /// <summary>Why <paramref name="name"/> cannot be a segment of a path, or null.</summary>
    public static string? WhyNot(string name) => PathSegment.WhyNot("resource name", name);

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
