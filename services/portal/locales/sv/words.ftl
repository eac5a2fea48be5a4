organisation-kind-joint_authority = x
