using System.Globalization;
using Helmstuck.Helm.Records;

namespace Helmstuck.Helm.Outlook;

/// <summary>
/// The exact errors of Helm 3.17 and Helm 4.1 that a release's records can cause, without the command's prefix.
/// </summary>
internal static class HelmErrorText
{
    /// <summary>Helm: action/action.go errPending.</summary>
    public static readonly HelmError Pending = Both("another operation (install/upgrade/rollback) is in progress");

    /// <summary>Helm: storage/driver/driver.go ErrReleaseNotFound.</summary>
    public static readonly HelmError NotFound = Both("release: not found");

    /// <summary>Helm: storage/driver/driver.go ErrReleaseExists.</summary>
    public static readonly HelmError Exists = Both("release: already exists");

    /// <summary>Helm: action/install.go availableName.</summary>
    public static readonly HelmError NameInUse = new(
        "cannot re-use a name that is still in use",
        "release name check failed: cannot reuse a name that is still in use"
    );

    /// <summary>Helm: action/action.go errMissingRelease.</summary>
    public static readonly HelmError NoRelease = Both("no release provided");

    /// <summary>A record without <c>info</c>, and in Helm 3 a corrupt one that is fetched by name, make Helm crash.</summary>
    public static readonly HelmError Crash = Both("panic: runtime error: invalid memory address or nil pointer dereference");

    /// <summary>Helm: storage/driver/driver.go NewErrNoDeployedReleases.</summary>
    public static HelmError NoDeployed(string release) => Both($"\"{release}\" has no deployed releases");

    /// <summary>Helm: storage.go Last.</summary>
    public static HelmError NoRevision(string release) => Both($"no revision for release \"{release}\"");

    /// <summary>Helm: action/rollback.go prepareRollback.</summary>
    public static HelmError NoVersion(long revision) =>
        Both(string.Create(CultureInfo.InvariantCulture, $"release has no {revision} version"));

    /// <summary>Helm: action/uninstall.go Run.</summary>
    public static HelmError NotLoaded(string release) => Both($"uninstall: Release not loaded: {release}: release: not found");

    /// <summary>Helm: action/uninstall.go Run, around the error that stopped the purge.</summary>
    public static HelmError NotPurged(HelmError cause) => Prefixed("uninstall: Failed to purge the release: ", cause);

    /// <summary>
    /// Helm: storage.go Update of an object that does not exist; the ConfigMap driver returns the API server's error unchanged.
    /// </summary>
    public static HelmError NotUpdated(StorageDriver driver, string objectName) =>
        driver == StorageDriver.Secret
            ? Both($"update: failed to update: secrets \"{objectName}\" not found")
            : Both($"configmaps \"{objectName}\" not found");

    /// <summary>
    /// Helm: driver Get of a corrupt record. Helm 3 crashes on a Secret (secrets.go sets labels before it looks at the error); the others
    /// end with the words of Go's decoder, where this gives <paramref name="reason"/>.
    /// </summary>
    public static HelmError NotDecoded(StorageDriver driver, string objectName, string reason) =>
        driver == StorageDriver.Secret
            ? new HelmError(Crash.Helm3, $"get: failed to decode data \"{objectName}\": {reason}")
            : Both(reason);

    /// <summary>
    /// Helm: storage.go Create in a namespace that is being deleted; the ConfigMap driver returns the API server's words without a prefix.
    /// </summary>
    public static HelmError Terminating(StorageDriver driver, string objectName, NamespaceDeletion deletion)
    {
        var refusal = $"is forbidden: unable to create new content in namespace {deletion.Namespace} because it is being terminated";
        var words =
            driver == StorageDriver.Secret
                ? $"create: failed to create: secrets \"{objectName}\" {refusal}"
                : $"configmaps \"{objectName}\" {refusal}";
        return Both(words) with { Meaning = deletion.Fact };
    }

    /// <summary>Helm: action/upgrade.go performUpgrade, before it writes anything.</summary>
    public static HelmError NotBuilt(UnbuiltManifest manifest, long revision) =>
        Both($"unable to build kubernetes objects from current release manifest: {manifest.Words}") with
        {
            Meaning = string.Create(CultureInfo.InvariantCulture, $"revision {revision}, which it starts from, {manifest.Why}"),
        };

    /// <summary>Helm: action/uninstall.go Run. It has already marked the record uninstalling, and deletes nothing.</summary>
    public static HelmError NotDeleted(string release, UnbuiltManifest manifest, long revision) =>
        Both($"failed to delete release: {release}") with
        {
            Meaning = string.Create(CultureInfo.InvariantCulture, $"revision {revision} {manifest.Why}"),
        };

    /// <summary>
    /// Helm: storage.go removeLeastRecent with several errors; Helm 4 wraps them, finds "not found" inside and continues.
    /// </summary>
    public static HelmError NotPruned(int errors, HelmError first) =>
        Prefixed(string.Create(CultureInfo.InvariantCulture, $"encountered {errors} deletion errors. First is: "), first);

    private static HelmError Both(string words) => new(words, words);

    private static HelmError Prefixed(string prefix, HelmError cause) =>
        new(cause.Helm3.StartsWith("panic:", StringComparison.Ordinal) ? cause.Helm3 : prefix + cause.Helm3, prefix + cause.Helm4);
}
