using System.Diagnostics;

namespace Helmstuck.Tests.Support;

/// <summary>What a program left when it ended.</summary>
internal sealed record CommandResult(string CommandLine, int ExitCode, string Output, string Error)
{
    /// <summary>This result, or an exception that shows everything if the program did not exit with 0.</summary>
    public CommandResult MustSucceed() => ExitCode == 0 ? this : throw new InvalidOperationException(ToString());

    public override string ToString() => $"{CommandLine}\nexit code {ExitCode}\n{Output}{Error}";
}

/// <summary>Runs a program to its end.</summary>
internal static class ExternalCommand
{
    /// <summary>
    /// Runs a program and collects its output. <paramref name="environment"/> is laid over this process' own (null removes a variable);
    /// <paramref name="input"/> is its whole standard input. Cancelling kills it.
    /// </summary>
    public static async Task<CommandResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string input = "",
        CancellationToken cancel = default
    )
    {
        using var process = Start(program, arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var error = process.StandardError.ReadToEndAsync(cancel);
        try
        {
            await WriteInputAsync(process, input);
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
        return new CommandResult(
            $"{Path.GetFileName(program)} {string.Join(' ', process.StartInfo.ArgumentList)}",
            process.ExitCode,
            await output,
            await error
        );
    }

    /// <summary>Starts a program with all three streams redirected.</summary>
    public static Process Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var own in TestPrograms.OwnVariables)
            start.Environment.Remove(own);
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task WriteInputAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException) when (input.Length == 0 || process.HasExited)
        {
            // The program ended without reading its input; its exit code tells the rest.
        }
    }
}
