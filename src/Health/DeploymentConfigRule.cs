namespace Helmstuck.Health;

/// <summary>
/// The ladder of an OpenShift DeploymentConfig: a first deployment exists, then the steps of a Deployment, whose conditions and counts it
/// shares (openshift/api: apps/v1 DeploymentConfigStatus).
/// </summary>
internal static class DeploymentConfigRule
{
    public static WorkloadHealth Judge(StatusReader status)
    {
        var latest = status.Count("status", "latestVersion");
        var judged = DeploymentRule.Judge(status, null, true, 0);
        // Nothing is in progress: a trigger or "oc rollout latest" starts the first deployment.
        return
            latest == 0 && WorkloadJudge.Stale(status) is null && (judged.Verdict is WorkloadVerdict.Healthy or WorkloadVerdict.Progressing)
            ? judged with
            {
                Verdict = WorkloadVerdict.Progressing,
                Reason = "no deployment was started yet: it waits for a trigger",
                RollingOut = false,
            }
            : judged;
    }
}
