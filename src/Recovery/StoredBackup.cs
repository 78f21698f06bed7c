using Helmstuck.Kube.Resources;

namespace Helmstuck.Recovery;

/// <summary>A backup read from disk.</summary>
internal sealed record StoredBackup(string Path, KubeObject Object, BackupMeta Meta);
