namespace Helmstuck.Release;

/// <summary>A package that the program was built with.</summary>
/// <param name="Folder">Where its files lie on this machine.</param>
/// <param name="Licence">An SPDX expression.</param>
/// <param name="Sha512">Of the package as it was downloaded, in hexadecimal.</param>
/// <param name="Shipped">Whether its code is in the program; else only the build used it.</param>
/// <param name="Dependencies">The names of other packages of the same list.</param>
internal sealed record Package(
    string Name,
    string Version,
    string Folder,
    string Licence,
    string Copyright,
    string Sha512,
    bool Shipped,
    IReadOnlyList<string> Dependencies
)
{
    public string Reference => $"pkg:nuget/{Name}@{Version}";
}
