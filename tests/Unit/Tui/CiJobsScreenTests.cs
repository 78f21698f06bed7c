using System.Runtime.CompilerServices;
using Helmstuck.Pipelines;
using Helmstuck.Runbook.Checks;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>What the screen says of jobs that are easily missed.</summary>
public sealed class CiJobsScreenTests
{
    private static readonly CiJob Deploy = new(7, "deploy:gprd", "canceling", "master")
    {
        User = "jane",
        WebUrl = "https://ops.example/g/n/-/jobs/7",
        Reason = "runner_system_failure",
        StartedAt = Fixtures.Now.AddMinutes(-9),
        EndedAt = Fixtures.Now.AddMinutes(-4),
    };

    private static void Verify(SourceAnswer[] answers, [CallerMemberName] string method = "")
    {
        var answer = CiJobsCheck.Of(new CiJobsAnswer("gprd", answers));
        var review = Fixtures.Healthy().With(Fixtures.Answer(CiJobsCheck.Id, answer.State, answer.Summary, [.. answer.Evidence]));
        var screen = Fixtures.Screen(review) with { Tab = "evidence", Focus = Pane.Detail, Zoomed = true, Width = 120, Height = 40 };
        Snapshot.Verify(View.Draw(screen, 120, 40).ToText(), "120x40", method: method);
    }

    [Fact]
    public void A_job_that_is_canceling_and_a_run_of_GitHub() =>
        Verify([
            new SourceAnswer("ops", SourceState.Running, [Deploy.Evidence(GitLabStates.Note(Deploy.Status))]),
            new SourceAnswer("actions", SourceState.Running, [(Deploy with { Status = "in_progress", Name = "Deploy" }).Evidence()]),
        ]);

    [Fact]
    public void A_scheduled_job_and_one_that_was_cut_off() =>
        Verify([
            new SourceAnswer("ops", SourceState.Caution, [Deploy.ScheduledEvidence]),
            new SourceAnswer("ci", SourceState.Caution, [Deploy.EndedEvidence("runner_system_failure", Fixtures.Now)]),
        ]);
}
