using Helmstuck.Cli;
using Helmstuck.Hosting;
using Helmstuck.Kube.Transport;
using Helmstuck.Recovery;

// Checked before anything uses TLS: .NET would end the process without a message.
if (OpenSsl.Missing() is { } missing)
{
    Streams.Standard.Say(missing);
    return 1;
}
var underWay = new WriteUnderWay();
using var interruption = new Interruption(underWay);
var code = 1;
try
{
    var command = CommandLine.RunAsync(args, Composition.Root(Streams.Standard, underWay), interruption.Token);
    if (await Task.WhenAny(command, interruption.Abandoned).ConfigureAwait(false) == command)
        code = await command.ConfigureAwait(false);
    else
    {
        foreach (var line in await interruption.Abandoned.ConfigureAwait(false))
            Streams.Complain(line);
        code = new RecoveryOutcome.Unverified { Lines = [] }.ExitCode;
    }
}
catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
{
    Streams.Complain("interrupted: nothing was changed");
}
catch (IOException failure)
{
    // For example a full disk behind standard output: all other failures are reported where they happen.
    Streams.Complain($"error: {failure.Message}");
}
return Streams.Flush() || code != 0 ? code : 1;
