class KubectlHelmstuck < Formula
  desc "Recover Helm releases that are stuck in pending"
  homepage "https://github.com/kubectl-helmstuck/kubectl-helmstuck"
  version "VERSION"
  license "MIT"
  # PLATFORMS

  def install
    bin.install "kubectl-helmstuck", "kubectl_complete-helmstuck"
    man1.install "man/kubectl-helmstuck.1"
    bash_completion.install "completions/kubectl-helmstuck.bash" => "kubectl-helmstuck"
    zsh_completion.install "completions/_kubectl-helmstuck"
    fish_completion.install "completions/kubectl-helmstuck.fish"
  end

  test do
    assert_match "v#{version}", shell_output("#{bin}/kubectl-helmstuck --version")
  end
end
