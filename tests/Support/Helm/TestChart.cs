namespace Helmstuck.Tests.Support;

/// <summary>A chart to be written into a folder for Helm.</summary>
internal sealed record TestChart
{
    /// <summary>The chart's name.</summary>
    public string Name { get; init; } = "demo";

    /// <summary>The chart's version.</summary>
    public string Version { get; init; } = "1.0.0";

    /// <summary>The version of what it installs.</summary>
    public string AppVersion { get; init; } = "1.0";

    /// <summary>values.yaml.</summary>
    public string Values { get; init; } = "";

    /// <summary>The files of templates/, by name.</summary>
    public IReadOnlyDictionary<string, string> Templates { get; init; } = new Dictionary<string, string>();

    /// <summary>A Deployment and a ConfigMap named after the release, with the values image.tag, replicas and message.</summary>
    public static TestChart Small { get; } =
        new()
        {
            Values = "image: {tag: v1}\nreplicas: 2\nmessage: hello\n",
            Templates = new Dictionary<string, string>
            {
                ["deployment.yaml"] = """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata:
                      name: {{ .Release.Name }}
                      labels: {app: {{ .Release.Name }}}
                    spec:
                      replicas: {{ .Values.replicas }}
                      selector:
                        matchLabels: {app: {{ .Release.Name }}}
                      template:
                        metadata:
                          labels: {app: {{ .Release.Name }}}
                        spec:
                          containers:
                          - name: web
                            image: "example.test/web:{{ .Values.image.tag }}"
                            ports:
                            - containerPort: 8080

                    """,
                ["configmap.yaml"] = """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata:
                      name: {{ .Release.Name }}
                    data:
                      message: {{ .Values.message | quote }}

                    """,
            },
        };

    /// <summary>Writes the chart into a new folder below <paramref name="parent"/>; the folder to give to Helm.</summary>
    public string Write(string parent)
    {
        var folder = Path.Combine(parent, "charts", Guid.NewGuid().ToString("N"), Name);
        Directory.CreateDirectory(Path.Combine(folder, "templates"));
        File.WriteAllText(
            Path.Combine(folder, "Chart.yaml"),
            $"apiVersion: v2\nname: {Name}\nversion: {Version}\nappVersion: \"{AppVersion}\"\n"
        );
        File.WriteAllText(Path.Combine(folder, "values.yaml"), Values);
        foreach (var (name, content) in Templates)
            File.WriteAllText(Path.Combine(folder, "templates", name), content);
        return folder;
    }
}
