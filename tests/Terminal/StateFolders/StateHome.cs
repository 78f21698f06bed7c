using System.Globalization;
using System.Runtime.InteropServices;

namespace Helmstuck.Tests.Terminal.StateFolders;

/// <summary>
/// The folder that XDG_STATE_HOME names, in the hands of a user whom permissions bind: root, whom they do not, runs the binary as nobody.
/// </summary>
internal sealed partial class StateHome : IDisposable
{
    private const uint Nobody = 65534;

    private readonly string _around = Directory.CreateTempSubdirectory("helmstuck-home-").FullName;
    private readonly string _binary;

    public StateHome(ControlPlane plane)
    {
        // Whoever runs it must be able to get at all that it needs.
        System.IO.File.SetUnixFileMode(_around, (UnixFileMode)0b111_101_101);
        _binary = Path.Combine(_around, "kubectl-helmstuck");
        System.IO.File.Copy(PseudoTerminal.Product, _binary);
        var kubeconfig = Path.Combine(_around, "kubeconfig");
        System.IO.File.Copy(plane.AdminUser.Kubeconfig, kubeconfig);
        System.IO.File.SetUnixFileMode(kubeconfig, (UnixFileMode)0b110_100_100);
        Folder = Path.Combine(_around, "state");
        Directory.CreateDirectory(Folder);
        Variables = new Dictionary<string, string?>(plane.EnvironmentOf(plane.AdminUser))
        {
            ["KUBECONFIG"] = kubeconfig,
            ["KUBECACHEDIR"] = Path.Combine(_around, "cache"),
            ["HOME"] = Folder,
            ["XDG_STATE_HOME"] = Folder,
            ["XDG_CONFIG_HOME"] = null,
        };
        Own("");
    }

    public string Folder { get; }

    /// <summary>Environment variables of the run. Another HOME is where its state goes, too.</summary>
    public Dictionary<string, string?> Variables { get; }

    /// <summary>No file may become longer, in bytes, as if the disk were full; null: no limit.</summary>
    public long? LargestFile { get; set; }

    /// <summary>A file of that name in the folder; its path.</summary>
    public string File(string name, string content = "")
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        Own(name);
        return path;
    }

    /// <summary>Gives what has that name in the folder, and the folders above it, to the user of the run. Follows no link.</summary>
    public void Own(string name)
    {
        for (var path = Path.Combine(Folder, name); path.Length >= Folder.Length; path = Path.GetDirectoryName(path)!)
            if (Environment.IsPrivilegedProcess)
                Assert.Equal(0, ChangeOwner(path, Nobody, Nobody));
    }

    public Task<CommandResult> RunAsync(params string[] arguments)
    {
        if (Variables["HOME"] != Folder)
            Variables["XDG_STATE_HOME"] = null;
        string[] user = Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups"] : ["env"];
        // Bash counts in 1024 bytes; the signal would end the program where a full disk answers with an error.
        var limit = LargestFile is { } most ? string.Create(CultureInfo.InvariantCulture, $"trap '' XFSZ; ulimit -f {most / 1024}; ") : "";
        return ExternalCommand.RunAsync("bash", ["-c", limit + "exec \"$@\"", "-", .. user, _binary, .. arguments], Variables);
    }

    public void Dispose()
    {
        Open(new DirectoryInfo(_around));
        // A link is deleted, not what it leads to.
        Directory.Delete(_around, recursive: true);
    }

    /// <summary>Makes every folder one that can be emptied. Follows no link.</summary>
    private static void Open(DirectoryInfo folder)
    {
        folder.UnixFileMode = (UnixFileMode)0b111_000_000;
        foreach (var inside in folder.EnumerateDirectories().Where(inside => inside.LinkTarget is null))
            Open(inside);
    }

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);
}
