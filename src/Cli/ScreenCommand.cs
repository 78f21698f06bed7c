using System.CommandLine;

namespace Helmstuck.Cli;

/// <summary><c>screen</c>: one complete frame of the full-screen program as plain text.</summary>
internal static class ScreenCommand
{
    public static Command Build(CommandRunner run)
    {
        var release = new Argument<string?>(ReleaseArgument.Name)
        {
            Description = "Name of the release to select",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var size = new Option<string>("--size")
        {
            Description = "Columns and rows of the frame",
            HelpName = "120x40",
            DefaultValueFactory = _ => "120x40",
        };
        var view = new Option<string?>("--view")
        {
            Description = $"The part to open: {string.Join(", ", run.Root.Views.SkipLast(1))} or {run.Root.Views[^1]}",
            HelpName = "NAME",
        };
        view.AcceptOnlyFromAmong([.. run.Root.Views]);
        var contexts = ContextsOption.New();
        var command = new Command("screen", "Print one frame of the full screen as plain text") { release, size, view, contexts };
        command.SetAction(
            (parsed, cancellation) =>
                new ContextsScreen(run, run.Globals(parsed)).RunAsync(
                    parsed.GetValue(contexts),
                    sessions =>
                        run.Root.Screen(
                            sessions,
                            run.Globals(parsed),
                            new ScreenRequest(parsed.GetValue(release), parsed.GetValue(size)!, parsed.GetValue(view)),
                            cancellation
                        ),
                    cancellation
                )
        );
        return command;
    }
}
