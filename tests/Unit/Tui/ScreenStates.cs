using Helmstuck.Helm.Records;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Survey;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Update;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>The states that the screen can be in, each with what it is: for the snapshots and for <c>docs/screens.md</c>.</summary>
internal sealed record ScreenStates(string Name, string About, Model Model)
{
    private const string Refused =
        "Error from server (Forbidden): secrets is forbidden: User \"sre@example.com\" cannot list resource \"secrets\" in API group \"\" "
        + "in the namespace \"gitlab\"";

    private static readonly ReleaseRow[] Others =
    [
        Fixtures.Row("registry", 1, ReleaseStatus.PendingInstall, minutes: 9000),
        Fixtures.Row("web", 8, ReleaseStatus.Uninstalling, minutes: 4000),
    ];

    public static IReadOnlyList<ScreenStates> All { get; } =
    [
        new("First run", "The demo leads through four steps.", Fixtures.Screen(Fixtures.CiJobsUnknown(), Others) with { Guide = 1 }),
        new("Loading", "The first frame, before the API server has answered.", Updater.Start(Fixtures.Model()).Model),
        new(
            "Loading a review",
            "The list is there; the facts about the release arrive one by one.",
            Fixtures.Screen(Fixtures.Loading(), Others) with
            {
                ReviewFetch = new Fetch(1, false, null),
            }
        ),
        new(
            "Searching deeper",
            "The newest payload of every release is being read.",
            new ModelDriver(Fixtures.Screen(Fixtures.Healthy())).Press("s").Send(new Message.Progressed(12, 41)).Model
        ),
        new("Stuck", "The usual case: the record can be deleted.", Fixtures.Screen(Fixtures.Healthy(), Others)),
        new("Stuck and blocked", "A workload is broken, and nobody knows about CI.", Fixtures.Screen(Fixtures.Blocked(), Others)),
        new("In progress", "Helm is still at work: nothing is stuck yet.", InProgress()),
        new("Nothing stuck", "What to try next.", Fixtures.Model() with { Listing = Fixtures.Listing([]) }),
        new(
            "Nothing stuck but unhealthy",
            "Helm is free, and a workload of the release is broken.",
            Fixtures.Screen(
                (Fixtures.Deployed() with { Workloads = Fixtures.Blocked().Workloads }).With(Fixtures.WorkloadsFail),
                Fixtures.Row("registry", 44, ReleaseStatus.Failed)
            ) with
            {
                Scope = new ListScope { Namespace = Fixtures.Namespace, All = true },
            }
        ),
        new(
            "Forbidden",
            "The records may not be listed.",
            Fixtures.Model() with
            {
                Listing = Fixtures.Listing([]) with
                {
                    Error = Refused,
                    Hints = [new("", "Press n to choose a namespace that you may read.")],
                },
            }
        ),
        new("Partial", "The record may be read and the workloads may not.", Fixtures.Screen(Fixtures.Forbidden(), Others)),
        new(
            "Error",
            "The API server cannot be reached.",
            Fixtures.Model() with
            {
                Listing = Fixtures.Listing([]) with
                {
                    Error = "The connection to the server api.gprd.example was refused - did you specify the right host or port?",
                    OutOfReach = true,
                },
            }
        ),
        new("Stale", "The API server was reached and is no more: what is shown may be old.", Stale()),
        new("The dialog", "Before a delete: all on one page, confirmed by the number.", Confirm(Fixtures.Healthy())),
        new(
            "The dialog in production",
            "The setting `contexts.production` matches the context.",
            Confirm(Fixtures.CiJobsUnknown()) is var open
                ? open with
                {
                    Place = open.Place with { Production = true },
                }
                : throw new InvalidOperationException()
        ),
        new(
            "Outlook",
            "A page that was opened wide: what Helm will do next.",
            Fixtures.Screen(Fixtures.Healthy()) with
            {
                Tab = "outlook",
                Focus = Pane.Detail,
                Zoomed = true,
            }
        ),
        new("The dialog blocked", "A check fails and another is unknown.", Confirm(Fixtures.Blocked())),
        new(
            "The result",
            "What was done, and what Helm thinks now.",
            Fixtures.Screen(Fixtures.Healthy()) with
            {
                Undo = [Fixtures.Backup()],
                Overlay = new Overlay.Result("Delete sh.helm.release.v1.gitlab-cny.v1234", Fixtures.Deleted(), [], [CiJobsCheck.Id], []),
            }
        ),
        new("Help", "All keys.", new ModelDriver(Fixtures.Screen(Fixtures.Healthy())).Press("?").Model),
    ];

    private static Model Confirm(Review review) => new ModelDriver(Fixtures.Screen(review)).Open().Model;

    private static Model InProgress()
    {
        var review = Fixtures.Healthy();
        var meta = review.Record!.Meta with { StartedAt = Fixtures.Now.AddMinutes(-2), LastWrittenAt = Fixtures.Now.AddMinutes(-1) };
        var model = Fixtures.Screen(
            (
                review with
                {
                    Record = review.Record with { Meta = meta },
                    Recommendation = new Recommendation(
                        RecommendedAction.Wait,
                        ["Helm wrote 1m ago: it may still be running, and would fail if its record were deleted"]
                    ),
                }
            ).With(Fixtures.Answer(HelmIdleCheck.Id, CheckState.Fail, "last Helm write 1m ago, threshold 10m: Helm may still be running"))
        );
        return model with { Listing = model.Listing! with { Rows = [model.Listing.Rows[0] with { LastActivityAt = meta.LastWrittenAt }] } };
    }

    private static Model Stale()
    {
        var model = Fixtures.Screen(Fixtures.Healthy(), Others);
        return model with
        {
            Listing = model.Listing! with { Error = "The connection to the server api.gprd.example was refused", OutOfReach = true },
            Following = model.Following with { LostAt = Fixtures.Now.AddSeconds(-90) },
        };
    }
}
