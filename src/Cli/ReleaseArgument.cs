using System.CommandLine;

namespace Helmstuck.Cli;

/// <summary>The argument that names a release.</summary>
internal static class ReleaseArgument
{
    /// <summary>Also how the completion knows that a release is asked for.</summary>
    public const string Name = "RELEASE";

    public static Argument<string> New() => new(Name) { Description = "Name of the release" };
}
