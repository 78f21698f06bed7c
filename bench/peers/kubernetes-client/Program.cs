// The part of kubectl-helmstuck that reads a cluster, written on KubernetesClient.Aot: what bench/run.sh --peer kubernetes-client measures.
//   kubernetes-client-peer version                       prints the version of the package
//   kubernetes-client-peer list NAMESPACE [SECONDS]      prints the pending release records; cancels the request after SECONDS
//   kubernetes-client-peer watch NAMESPACE [SECONDS]     prints each release record that changes
using System.Reflection;
using k8s;

IReadOnlyDictionary<string, IReadOnlyList<string>> metadataOnly = new Dictionary<string, IReadOnlyList<string>>
{
    ["Accept"] = ["application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"],
};
const string pending = "owner=helm,status in (pending-install,pending-upgrade,pending-rollback,uninstalling)";

if (args is ["version"])
{
    var version = typeof(Kubernetes).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()!.Version;
    Console.WriteLine(Version.Parse(version).ToString(3));
    return 0;
}
if (args is not [("list" or "watch") and var command, var space, ..])
{
    Console.Error.WriteLine("usage: kubernetes-client-peer version | list NAMESPACE [SECONDS] | watch NAMESPACE [SECONDS]");
    return 1;
}

using var cancel = new CancellationTokenSource();
if (args is [_, _, var seconds])
    cancel.CancelAfter(TimeSpan.FromSeconds(int.Parse(seconds)));
try
{
    using var cluster = new Kubernetes(KubernetesClientConfiguration.BuildDefaultConfig());
    using var answer = await cluster.CoreV1.ListNamespacedSecretWithHttpMessagesAsync(
        space,
        labelSelector: command == "list" ? pending : "owner=helm",
        resourceVersion: "0",
        watch: command == "watch" ? true : null,
        customHeaders: metadataOnly,
        cancellationToken: cancel.Token
    );
    foreach (var record in answer.Body.Items)
        Console.WriteLine($"{record.Metadata.NamespaceProperty} {record.Metadata.Name} {record.Metadata.Labels["status"]}");
    return 0;
}
catch (Exception error)
{
    Console.Error.WriteLine($"error: {error.GetBaseException().Message}");
    return 1;
}
