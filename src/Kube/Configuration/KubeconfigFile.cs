using YamlDotNet.Core;

namespace Helmstuck.Kube.Configuration;

/// <summary>
/// Reads one kubeconfig file. Unknown fields are ignored; paths are resolved against the file's folder.
/// Sources: client-go tools/clientcmd/api/v1/types.go, conversion.go; loader.go ResolveLocalPaths.
/// </summary>
internal sealed class KubeconfigFile
{
    private const string ExecExtension = "client.authentication.k8s.io/exec";
    private readonly string folder;

    private readonly Dictionary<(string List, string Name), WrittenEntry> written = [];
    private readonly string path;

    private KubeconfigFile(string path)
    {
        this.path = path;
        folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
    }

    /// <summary>The file's entries; an error that names the file if it cannot be read or parsed.</summary>
    public static KubeResult<KubeconfigEntries> Read(string path)
    {
        try
        {
            return YamlTree.Parse(File.ReadAllText(path)) is { } root ? new KubeconfigFile(path).Entries(root) : new KubeconfigEntries();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Wrong($"error: error loading config file \"{path}\": {GoErrors.Open(path, error)}");
        }
        catch (YamlException error)
        {
            return Wrong($"error: error loading config file \"{path}\": yaml: line {error.Start.Line}: {error.Message}");
        }
        catch (FieldException error)
        {
            return Wrong($"error: error loading config file \"{path}\": {error.Message}");
        }
    }

    private static KubeError Wrong(string message) => new(KubeErrorKind.Configuration, KubeError.OneLine(message));

    /// <summary>A field has the wrong type: caught in <see cref="Read"/>, never thrown to callers.</summary>
    private sealed class FieldException(string message) : Exception(message);

    private KubeconfigEntries Entries(YamlTree root)
    {
        if (root is YamlTree.Scalar { IsNull: true })
            return new KubeconfigEntries();
        if (root is not YamlTree.Mapping)
            throw new FieldException("couldn't get version/kind; json parse error: a kubeconfig is a mapping");
        return new KubeconfigEntries
        {
            CurrentContext = Text(root, "current-context", "Config"),
            Clusters = Named(root, "clusters", "cluster", Cluster),
            Users = Named(root, "users", "user", User),
            Contexts = Named(
                root,
                "contexts",
                "context",
                context => new ContextEntry(
                    Text(context, "cluster", "Context"),
                    Text(context, "user", "Context"),
                    Text(context, "namespace", "Context")
                )
            ),
            Written = written,
        };
    }

    private Dictionary<string, T> Named<T>(YamlTree root, string list, string inner, Func<YamlTree?, T> read)
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in List(root, list, "Config"))
        {
            var name = Text(item, "name", "Named" + inner);
            if (!found.TryAdd(name, read(item[inner])))
                throw new FieldException($"duplicate name \"{name}\" in list of {list}");
            written[(list, name)] = new WrittenEntry(path, item[inner]);
        }
        return found;
    }

    private ClusterEntry Cluster(YamlTree? cluster) =>
        new()
        {
            Server = Text(cluster, "server", "Cluster"),
            TlsServerName = Text(cluster, "tls-server-name", "Cluster"),
            InsecureSkipTlsVerify = Flag(cluster, "insecure-skip-tls-verify", "Cluster"),
            CertificateAuthority = Resolve(Text(cluster, "certificate-authority", "Cluster")),
            CertificateAuthorityData = Data(cluster, "certificate-authority-data", "Cluster"),
            ProxyUrl = Text(cluster, "proxy-url", "Cluster"),
            DisableCompression = Flag(cluster, "disable-compression", "Cluster"),
            ExecConfigJson = List(cluster, "extensions", "Cluster")
                .Where(extension => Text(extension, "name", "NamedExtension") == ExecExtension)
                .Select(extension => extension["extension"])
                .OfType<YamlTree>()
                .Select(extension => extension.ToJson())
                .FirstOrDefault(),
        };

    private UserEntry User(YamlTree? user) =>
        new()
        {
            ClientCertificate = Resolve(Text(user, "client-certificate", "AuthInfo")),
            ClientCertificateData = Data(user, "client-certificate-data", "AuthInfo"),
            ClientKey = Resolve(Text(user, "client-key", "AuthInfo")),
            ClientKeyData = Data(user, "client-key-data", "AuthInfo"),
            Token = Text(user, "token", "AuthInfo"),
            TokenFile = Resolve(Text(user, "tokenFile", "AuthInfo")),
            Username = Text(user, "username", "AuthInfo"),
            Password = Text(user, "password", "AuthInfo"),
            As = Text(user, "as", "AuthInfo"),
            AsUid = Text(user, "as-uid", "AuthInfo"),
            AsGroups = Texts(user, "as-groups", "AuthInfo"),
            AsUserExtra = [.. Extra(user?["as-user-extra"])],
            AuthProvider = user?["auth-provider"] is { } provider
                ? Text(provider, "name", "AuthProviderConfig") is { Length: > 0 } name
                    ? name
                    : "unnamed"
                : "",
            Exec = user?["exec"] is { } exec ? Exec(exec) : null,
        };

    private ExecEntry Exec(YamlTree exec)
    {
        var command = Text(exec, "command", "ExecConfig");
        return new ExecEntry
        {
            // Rule 6: a bare name is looked up on PATH.
            Command = command.Contains('/', StringComparison.Ordinal) ? Resolve(command) : command,
            Arguments = Texts(exec, "args", "ExecConfig"),
            Environment =
            [
                .. List(exec, "env", "ExecConfig")
                    .Select(variable => KeyValuePair.Create(Text(variable, "name", "ExecEnvVar"), Text(variable, "value", "ExecEnvVar"))),
            ],
            ApiVersion = Text(exec, "apiVersion", "ExecConfig"),
            InstallHint = Text(exec, "installHint", "ExecConfig"),
            ProvideClusterInfo = Flag(exec, "provideClusterInfo", "ExecConfig"),
            InteractiveMode = Text(exec, "interactiveMode", "ExecConfig"),
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Extra(YamlTree? extra) =>
        extra is YamlTree.Mapping mapping
            ? mapping.Members.Keys.SelectMany(key => Texts(extra, key, "AuthInfo").Select(value => KeyValuePair.Create(key, value)))
            : [];

    private string Resolve(string path) =>
        path.Length == 0 || Path.IsPathRooted(path) ? path : Path.GetFullPath(Path.Combine(folder, path));

    private static string Text(YamlTree? tree, string name, string type) =>
        tree?[name] switch
        {
            null => "",
            YamlTree.Scalar scalar => String(scalar, name, type),
            YamlTree.Sequence => throw Mismatch("array", name, type, "string"),
            _ => throw Mismatch("object", name, type, "string"),
        };

    private static string String(YamlTree.Scalar scalar, string name, string type) =>
        TypeOf(scalar) is var found and not "string" ? throw Mismatch(found, name, type, "string") : scalar.Text;

    private static string TypeOf(YamlTree.Scalar scalar) =>
        scalar switch
        {
            { Plain: true } when YamlTree.Flag(scalar.Text) is not null => "bool",
            { Plain: true } when YamlTree.IsNumber(scalar.Text) => "number",
            _ => "string",
        };

    private static bool Flag(YamlTree? tree, string name, string type) =>
        tree?[name] switch
        {
            null => false,
            YamlTree.Scalar { Plain: true } scalar when YamlTree.Flag(scalar.Text) is { } flag => flag,
            YamlTree.Scalar scalar => throw Mismatch(TypeOf(scalar), name, type, "bool"),
            _ => throw Mismatch("object", name, type, "bool"),
        };

    private static byte[] Data(YamlTree? tree, string name, string type)
    {
        var text = Text(tree, name, type);
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw new FieldException($"illegal base64 data in {name}");
        }
    }

    private static IReadOnlyList<YamlTree> List(YamlTree? tree, string name, string type) =>
        tree?[name] switch
        {
            null => [],
            YamlTree.Sequence list => list.Items,
            YamlTree.Scalar scalar => throw Mismatch(TypeOf(scalar), name, type, "list"),
            _ => throw Mismatch("object", name, type, "list"),
        };

    private static List<string> Texts(YamlTree? tree, string name, string type) =>
        [
            .. List(tree, name, type)
                .Select(item =>
                    item is YamlTree.Scalar scalar ? String(scalar, name, type) : throw Mismatch("object", name, type, "string")
                ),
        ];

    private static FieldException Mismatch(string found, string name, string type, string wanted) =>
        new($"json: cannot unmarshal {found} into Go struct field {type}.{name} of type {wanted}");
}
