using System.Security.Cryptography;
using Helmstuck.Pipelines;

namespace Helmstuck.Tests.Unit.Pipelines;

public sealed class RootCertificatesTests : IDisposable
{
    private readonly FakeGitLab one = GitLabFixture.Serving();
    private readonly FakeGitLab two = GitLabFixture.Serving();
    private readonly string folder = Directory.CreateTempSubdirectory("helmstuck-roots-").FullName;

    public void Dispose()
    {
        one.Dispose();
        two.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void The_named_file_replaces_the_systems_and_folders_are_added()
    {
        File.Copy(two.CaFile, Path.Combine(folder, "abc.0"));
        File.WriteAllText(Path.Combine(folder, "README"), "no certificate");
        Assert.Single(RootCertificates.System(one.CaFile, null));
        Assert.Equal(2, RootCertificates.System(one.CaFile, $"/no/such/folder:{folder}").Count);
        Assert.Single(RootCertificates.System("/no/such/file", folder));
    }

    [Fact]
    public void A_bundle_is_not_read_again_file_by_file()
    {
        File.Copy(one.CaFile, Path.Combine(folder, "bundle.crt"));
        File.Copy(one.CaFile, Path.Combine(folder, "abc.0"));
        Assert.Single(RootCertificates.System(Path.Combine(folder, "bundle.crt"), folder + "/"));
    }

    [Fact]
    public void A_file_that_is_no_certificate_is_refused()
    {
        var file = Path.Combine(folder, "bad.pem");
        File.WriteAllText(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Assert.ThrowsAny<CryptographicException>(() => RootCertificates.Of(file));
    }
}
