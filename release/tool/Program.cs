using System.Globalization;
using Helmstuck.Release;

switch (args)
{
    case ["notices", var assets, var licence]:
        Notices.Write(Console.Out, PackageList.Read(assets), File.ReadAllText(licence));
        return 0;
    case ["sbom", var assets, var version, var epoch, var binary]:
        var date = DateTimeOffset.FromUnixTimeSeconds(long.Parse(epoch, CultureInfo.InvariantCulture));
        using (var output = Console.OpenStandardOutput())
            BillOfMaterials.Write(output, PackageList.Read(assets), version, date, binary);
        return 0;
    default:
        Console.Error.WriteLine("usage: notices ASSETS LICENCE | sbom ASSETS VERSION EPOCH BINARY");
        return 1;
}
