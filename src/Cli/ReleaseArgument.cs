using System.CommandLine;

namespace Helmstuck.Cli;

/// <summary>The argument that names a release.</summary>
internal static class ReleaseArgument
{
    public static Argument<string> New() => new("RELEASE") { Description = "Name of the release" };
}
