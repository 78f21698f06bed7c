using System.CommandLine;
using System.Globalization;
using Helmstuck.Kube;

namespace Helmstuck.Cli;

/// <summary>The global flags of kubectl, with the same meaning, and our own. They may come before or after a subcommand.</summary>
internal sealed class GlobalFlags
{
    private readonly Option<string?> kubeconfig = Text("--kubeconfig", "Path to the kubeconfig file to use for CLI requests", "FILE");
    private readonly Option<string?> context = Text("--context", "The name of the kubeconfig context to use", "NAME");
    private readonly Option<string?> cluster = Text("--cluster", "The name of the kubeconfig cluster to use", "NAME");
    private readonly Option<string?> user = Text("--user", "The name of the kubeconfig user to use", "NAME");
    private readonly Option<string[]> ns = Texts("--namespace", "The namespace to look in; list and the screen take several", "NS", "-n");
    private readonly Option<bool> allNamespaces = Flag("--all-namespaces", "Look in all namespaces", "-A");
    private readonly Option<string?> server = Text("--server", "The address and port of the Kubernetes API server", "URL", "-s");
    private readonly Option<string?> tlsServerName = Text(
        "--tls-server-name",
        "Server name to use for server certificate validation",
        "NAME"
    );
    private readonly Option<bool?> insecure = new("--insecure-skip-tls-verify")
    {
        Description = "Do not check the server's certificate: this makes your HTTPS connections insecure",
        Recursive = true,
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = static given => given.Tokens is [.., var last] ? bool.Parse(last.Value) : true,
    };
    private readonly Option<string?> certificateAuthority = Text(
        "--certificate-authority",
        "Path to a cert file for the certificate authority",
        "FILE"
    );
    private readonly Option<string?> clientCertificate = Text("--client-certificate", "Path to a client certificate file for TLS", "FILE");
    private readonly Option<string?> clientKey = Text("--client-key", "Path to a client key file for TLS", "FILE");
    private readonly Option<string?> token = Text("--token", "Bearer token for authentication to the API server", "TOKEN");
    private readonly Option<string?> username = Text("--username", "Username for basic authentication to the API server", "NAME");
    private readonly Option<string?> password = Text("--password", "Password for basic authentication to the API server", "PASSWORD");
    private readonly Option<string?> impersonate = Text("--as", "Username to impersonate for the operation", "USER");
    private readonly Option<string[]> impersonateGroup = Texts(
        "--as-group",
        "Group to impersonate for the operation, this flag can be repeated",
        "GROUP"
    );
    private readonly Option<string?> impersonateUid = Text("--as-uid", "UID to impersonate for the operation", "UID");
    private readonly Option<string[]> impersonateExtra = Texts(
        "--as-user-extra",
        "User extras to impersonate for the operation, this flag can be repeated",
        "KEY=VALUE"
    );
    private readonly Option<string?> requestTimeout = Text(
        "--request-timeout",
        "How long to wait for one server request: 1s, 2m, 3h, or 0 for no limit",
        "DURATION"
    );
    private readonly Option<bool> disableCompression = Flag("--disable-compression", "Do not ask for compressed responses");
    private readonly Option<int> verbosity = new("--v", "-v")
    {
        Description = "Log level; 6 to 9 log each request to standard error or --log-file",
        HelpName = "LEVEL",
        Recursive = true,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = static given =>
        {
            if (int.TryParse(given.Tokens[^1].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var level))
                return level;
            given.AddError("not a number");
            return 0;
        },
    };
    private readonly Option<string?> logFile = Text("--log-file", "Log requests to this file, at level 6 without -v", "FILE");
    private readonly Option<string?> configFile = Text(
        "--config",
        "Settings file (default: $XDG_CONFIG_HOME/helmstuck/config.json)",
        "FILE"
    );
    private readonly Option<string?> driver = Text(
        "--driver",
        "Where Helm keeps its records: secret or configmap (default: HELM_DRIVER, else secret)",
        "DRIVER"
    );
    private readonly Option<bool> readOnly = Flag("--read-only", "Refuse everything that changes the cluster");
    private readonly Option<bool> demo = Flag("--demo", "Use the demo cluster that is built into the program");
    private readonly Option<bool> noColor = Flag("--no-color", "Do not use colours (same as NO_COLOR)");
    private readonly Option<bool> ascii = Flag("--ascii", "Use ASCII characters only");
    private readonly Option<string?> theme = Text(
        "--theme",
        "Colours: default, mono, high-contrast or light (for a light background)",
        "NAME"
    );

    public GlobalFlags()
    {
        driver.CompletionSources.Add("secret", "configmap");
        theme.CompletionSources.Add("default", "mono", "high-contrast", "light");
    }

    public IEnumerable<Option> All =>
        [
            ns,
            allNamespaces,
            context,
            kubeconfig,
            cluster,
            user,
            server,
            tlsServerName,
            insecure,
            certificateAuthority,
            clientCertificate,
            clientKey,
            token,
            username,
            password,
            impersonate,
            impersonateGroup,
            impersonateUid,
            impersonateExtra,
            requestTimeout,
            disableCompression,
            verbosity,
            logFile,
            configFile,
            driver,
            readOnly,
            demo,
            noColor,
            ascii,
            theme,
        ];

    public GlobalValues Read(ParseResult parsed) =>
        new()
        {
            Kube = new KubeFlags
            {
                Kubeconfig = parsed.GetValue(kubeconfig),
                Context = parsed.GetValue(context),
                Cluster = parsed.GetValue(cluster),
                User = parsed.GetValue(user),
                Namespace = parsed.GetValue(ns)?.LastOrDefault(),
                Server = parsed.GetValue(server),
                TlsServerName = parsed.GetValue(tlsServerName),
                InsecureSkipTlsVerify = parsed.GetResult(insecure) is { Implicit: false } given
                    ? (parsed.GetValue(insecure) ?? true)
                    : null,
                CertificateAuthority = parsed.GetValue(certificateAuthority),
                ClientCertificate = parsed.GetValue(clientCertificate),
                ClientKey = parsed.GetValue(clientKey),
                Token = parsed.GetValue(token),
                Username = parsed.GetValue(username),
                Password = parsed.GetValue(password),
                As = parsed.GetValue(impersonate),
                AsGroups = parsed.GetValue(impersonateGroup) ?? [],
                AsUid = parsed.GetValue(impersonateUid),
                AsUserExtra = parsed.GetValue(impersonateExtra) ?? [],
                RequestTimeout = parsed.GetValue(requestTimeout),
                DisableCompression = parsed.GetValue(disableCompression),
                Verbosity = parsed.GetValue(verbosity),
            },
            Namespaces = [.. (parsed.GetValue(ns) ?? []).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)],
            AllNamespaces = parsed.GetValue(allNamespaces),
            LogFile = parsed.GetValue(logFile),
            ConfigFile = parsed.GetValue(configFile),
            Driver = parsed.GetValue(driver),
            ReadOnly = parsed.GetValue(readOnly),
            Demo = parsed.GetValue(demo),
            NoColor = parsed.GetValue(noColor),
            Ascii = parsed.GetValue(ascii),
            Theme = parsed.GetValue(theme),
        };

    /// <summary>As in kubectl, the last of several wins: an alias may already contain one.</summary>
    private static Option<string?> Text(string name, string description, string helpName, params string[] aliases) =>
        new(name, aliases)
        {
            Description = description,
            HelpName = helpName,
            Recursive = true,
            Arity = ArgumentArity.OneOrMore,
            CustomParser = static given => given.Tokens[^1].Value,
        };

    private static Option<bool> Flag(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Recursive = true };

    private static Option<string[]> Texts(string name, string description, string helpName, params string[] aliases) =>
        new(name, aliases)
        {
            Description = description,
            HelpName = helpName,
            Recursive = true,
            AllowMultipleArgumentsPerToken = false,
        };
}
