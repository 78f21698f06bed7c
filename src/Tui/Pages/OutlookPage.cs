using Helmstuck.Helm.Outlook;
using Helmstuck.Terminal;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Pages;

/// <summary>What Helm thinks now, what it will think after each remedy, and the advice.</summary>
internal static class OutlookPage
{
    private const int Label = 14;

    public static Page Write(Page page, ScreenReview facts)
    {
        var theme = page.Theme;
        var review = facts.Review;
        if (review.Outlook is not { } outlook)
            return review.Refusal is { } refusal
                ? page.Add(new Piece($"? what Helm will do is not known: {refusal}", theme.Unknown))
                : page.Add(new Piece("reading the records …", theme.Dim));
        Table(page, outlook, facts.Delete is not null || facts.MarkFailed is not null);
        page.Blank().Field("Now", Label, new Piece(facts.Delete?.Plan.Now ?? OutlookText.Now(review.Release, outlook.Now), theme.Text));
        if (facts.Delete is { } delete)
            page.Field("After delete", Label, new Piece(delete.Plan.Next, theme.Strong));
        if (facts.MarkFailed is { } mark)
            page.Field(
                "Mark failed",
                Label,
                outlook.MarkFailed.Reason is null
                    ? new Piece(mark.Plan.Next, theme.Text)
                    : new Piece(OutlookText.IfMarked(review.Release, outlook, mark.Plan.Records[0].Revision), theme.Warn)
            );
        if (review.Recommendation is { } advice)
        {
            page.Blank().Field("Advice", Label, new Piece(TuiText.Advice(review, advice.Action), theme.Strong));
            foreach (var reason in advice.Reasons)
                page.Bullet(reason, Label);
        }
        Lists(page, outlook, theme);
        if (outlook.ToDelete.Count > 1)
            page.Blank()
                .Field(
                    "Stacked",
                    Label,
                    new Piece(
                        $"{outlook.ToDelete.Count} records must be deleted, in this order: {string.Join(", ", outlook.ToDelete)}",
                        theme.Warn
                    )
                );
        if (outlook.Notes.Count > 0)
            page.Heading("Notes");
        foreach (var note in outlook.Notes)
            page.Bullet(note.Text, 0);
        return page;
    }

    private static void Table(Page page, Outlook outlook, bool stuck)
    {
        var theme = page.Theme;
        var deleted = outlook.AfterDeleteAll ?? outlook.AfterDelete;
        (string Name, Func<Forecast, Verdict> Of)[] commands =
        [
            ("upgrade", forecast => forecast.Upgrade),
            ("upgrade --install", forecast => forecast.UpgradeInstall),
            ("install", forecast => forecast.Install),
            ("install --replace", forecast => forecast.InstallReplace),
            ("uninstall", forecast => forecast.Uninstall),
            ("rollback: never", forecast => forecast.Rollback),
        ];
        var first = page.Width >= 90 ? 24 : 17;
        var each = stuck ? Math.Max((page.Width - first - 6) / 3, 8) : Math.Max(page.Width - first - 2, 8);
        int[] widths = stuck ? [first, each, each, each] : [first, each];
        var arrow = each < 13 ? "→" : " → ";
        page.Row(
            widths,
            new Piece("HELM …", theme.Dim),
            new Piece("NOW", theme.Dim),
            new Piece(each < 12 ? "DELETED" : "AFTER DELETE", theme.Dim),
            new Piece(
                each < 12 ? "MARKED"
                    : each < 17 ? "AFTER MARK"
                    : "AFTER MARK FAILED",
                theme.Dim
            )
        );
        foreach (var (name, of) in commands)
            page.Row(
                widths,
                new Piece(name, theme.Text),
                Shown(name, of(outlook.Now)),
                Shown(name, of(deleted)),
                outlook.MarkFailed.Possible || !stuck ? Shown(name, of(outlook.AfterMarkFailed)) : new Piece("– not possible", theme.Dim)
            );

        // A rollback that Helm would accept is no good news.
        Piece Shown(string name, Verdict verdict) =>
            Cell(verdict, arrow, theme) is var cell && name.StartsWith("rollback", StringComparison.Ordinal)
                ? cell with
                {
                    Style = theme.Dim,
                }
                : cell;

        var errors = new[] { outlook.Now, deleted, outlook.AfterMarkFailed }
            .Take(stuck ? 3 : 1)
            .SelectMany(forecast => commands.Select(command => command.Of(forecast).Error))
            .OfType<HelmError>()
            .Distinct();
        page.Blank();
        foreach (var error in errors)
            page.Field("refused means", 14, new Piece(OutlookText.Of(error), theme.Text));
    }

    private static Piece Cell(Verdict verdict, string arrow, Theme theme) =>
        verdict switch
        {
            { Outcome: VerdictOutcome.Refused } => new Piece("✗ refused", theme.Fail),
            { Outcome: VerdictOutcome.Installs } => new Piece($"✓ installs {verdict.NewRevision}", theme.Pass),
            { Base: { } from, NewRevision: { } to } => new Piece($"✓ {from}{arrow}{to}", theme.Pass),
            { NewRevision: { } to } => new Piece($"✓ as {to}", theme.Pass),
            _ => new Piece("✓ accepted", theme.Pass),
        };

    private static void Lists(Page page, Outlook outlook, Theme theme)
    {
        page.Blank();
        page.Field("Listed now by", Label, new Piece(Listed(outlook.Now.Listed), theme.Text));
        var then = (outlook.AfterDeleteAll ?? outlook.AfterDelete).Listed;
        if (then != outlook.Now.Listed)
            page.Field("afterwards by", Label, new Piece(Listed(then), theme.Text));
    }

    private static string Listed(Listed listed)
    {
        string[] shown =
        [
            .. listed.Helm3 ? ["helm list (Helm 3)"] : Array.Empty<string>(),
            .. listed.Helm3All ? ["helm list --all (Helm 3)"] : Array.Empty<string>(),
            .. listed.Helm4 ? ["helm list (Helm 4)"] : Array.Empty<string>(),
        ];
        return shown.Length == 0 ? "no helm list" : string.Join(", ", shown);
    }
}
